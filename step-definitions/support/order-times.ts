import type { Order } from '../../api/contract/orders.ts'
import { must } from './must.ts'

/** The failure of an order that has another status. */
export const shouldBe = (status: string, { orderId, orderStatus }: Order) =>
  `order ${orderId} should be ${status}, but is ${orderStatus}`

/**
 * How long an order was PENDING before its execution, in milliseconds; throws if it is not
 * EXECUTED.
 */
export function executedAfterMs(order: Order): number {
  must(order.orderStatus === 'EXECUTED', shouldBe('EXECUTED', order))
  return Date.parse(order.executedAt) - Date.parse(order.placedAt)
}

/**
 * How long an order was PENDING before its cancellation, in milliseconds; throws if it is not
 * CANCELLED.
 */
export function cancelledAfterMs(order: Order): number {
  must(order.orderStatus === 'CANCELLED', shouldBe('CANCELLED', order))
  return Date.parse(order.cancelledAt) - Date.parse(order.placedAt)
}

/** Throws unless an order was executed between these two times after its placement. */
export function mustBeInTime(
  what: string,
  afterMs: number,
  { soonestMs, latestMs }: Readonly<Record<'soonestMs' | 'latestMs', number>>,
): void {
  const range = `${Math.round(soonestMs)} to ${Math.round(latestMs)} ms after it was placed`
  must(
    afterMs >= soonestMs && afterMs <= latestMs,
    `${what} should be executed ${range}, but was executed after ${Math.round(afterMs)} ms`,
  )
}
