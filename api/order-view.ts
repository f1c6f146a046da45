import type { Order, PendingOrder } from '../engine/index.ts'
import type * as contract from './contract.ts'

/** An instant as the wire tells it: RFC 3339, UTC, milliseconds. */
export const instantView = (instant: number): string => new Date(instant).toISOString()

/** A pending order as the wire tells it. */
export const pendingView = (order: PendingOrder): contract.PendingOrder => ({
  orderId: order.orderId,
  orderStatus: 'PENDING',
  ...order.ticket,
  placedAt: instantView(order.placedAt),
  version: 1,
})

/** An order as the wire tells it. */
export function orderView(order: Order): contract.Order {
  switch (order.orderStatus) {
    case 'PENDING':
      return pendingView(order)
    case 'EXECUTED':
      return {
        orderId: order.orderId,
        orderStatus: 'EXECUTED',
        ...order.ticket,
        placedAt: instantView(order.placedAt),
        executedAt: instantView(order.executedAt),
        version: 2,
      }
    case 'CANCELLED':
      return {
        orderId: order.orderId,
        orderStatus: 'CANCELLED',
        ...order.ticket,
        placedAt: instantView(order.placedAt),
        cancelledAt: instantView(order.cancelledAt),
        version: 2,
      }
  }
}
