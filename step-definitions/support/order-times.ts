import type { Order } from '../../api/contract/orders.ts'
import { must } from './must.ts'

/**
 * How long an order was PENDING before its execution, in milliseconds; throws if it is not
 * EXECUTED.
 */
export function executedAfterMs(order: Order): number {
  must(order.orderStatus === 'EXECUTED', `order ${order.orderId} is ${order.orderStatus}`)
  return Date.parse(order.executedAt) - Date.parse(order.placedAt)
}

/**
 * How long an order was PENDING before its cancellation, in milliseconds; throws if it is not
 * CANCELLED.
 */
export function cancelledAfterMs(order: Order): number {
  must(order.orderStatus === 'CANCELLED', `order ${order.orderId} is ${order.orderStatus}`)
  return Date.parse(order.cancelledAt) - Date.parse(order.placedAt)
}
