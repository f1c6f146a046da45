import type { Order, PendingOrder } from '../../engine/index.ts'
import type * as contract from '../contract/orders.ts'
import { instantView } from './instant-view.ts'

// Fields are listed one by one, because spreading a ticket is slow. JSON omits undefined fields.

/** A pending order as JSON. */
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

/** An order as JSON. */
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
