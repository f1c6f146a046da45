import type { Order, PendingOrder } from '../../engine/index.ts'
import type * as contract from '../contract/orders.ts'
import { instantView } from './instant-view.ts'

// Fields are named one by one, as spreading a ticket costs more than all else here; JSON leaves out
// a clientOrderId that is undefined.

/** A pending order as the wire tells it. */
export function pendingView({ orderId, ticket, placedAt }: PendingOrder): contract.PendingOrder {
  const { symbol, side, quantity, clientOrderId } = ticket
  return {
    orderId,
    orderStatus: 'PENDING',
    symbol,
    side,
    quantity,
    clientOrderId,
    placedAt: instantView(placedAt),
    version: 1,
  }
}

/** An order as the wire tells it. */
export function orderView(order: Order): contract.Order {
  const { orderId, ticket } = order
  const { symbol, side, quantity, clientOrderId } = ticket
  switch (order.orderStatus) {
    case 'PENDING':
      return pendingView(order)
    case 'EXECUTED':
      return {
        orderId,
        orderStatus: 'EXECUTED',
        symbol,
        side,
        quantity,
        clientOrderId,
        placedAt: instantView(order.placedAt),
        executedAt: instantView(order.executedAt),
        version: order.version,
      }
    case 'CANCELLED':
      return {
        orderId,
        orderStatus: 'CANCELLED',
        symbol,
        side,
        quantity,
        clientOrderId,
        placedAt: instantView(order.placedAt),
        cancelledAt: instantView(order.cancelledAt),
        cancelledBy: order.cancelledBy,
        reason: order.reason,
        version: order.version,
      }
  }
}
