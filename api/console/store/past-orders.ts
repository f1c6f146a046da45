import type { Order, OrderStatus } from '../../contract/orders.ts'
import type { BookedOrder, OrderBook } from './order-book.ts'
import { type OrderFilter, testOf } from './order-filter.ts'

/** What the views need of orders: those of now, or those of the past. */
export type ShownOrders = Pick<
  OrderBook,
  'version' | 'size' | 'dropped' | 'counts' | 'find' | 'select' | 'countAfter' | 'firstPlaced'
>

/** The orders as they were at a position. `listed` has the newest first, as the API lists them. */
export function createPastOrders(listed: readonly Order[], at: number): ShownOrders {
  const counts: Record<OrderStatus, number> = { PENDING: 0, EXECUTED: 0, CANCELLED: 0 }
  const all: readonly BookedOrder[] = listed.toReversed().map((order, index) => {
    counts[order.orderStatus]++
    return { order, placed: index + 1, changed: at, changedMs: 0 }
  })
  const byId = new Map(all.map((booked) => [booked.order.orderId, booked]))
  return {
    version: () => at,
    size: () => all.length,
    dropped: () => 0,
    counts,
    find: (orderId) => byId.get(orderId),
    select(filter: OrderFilter = {}) {
      const test = testOf(filter)
      return test ? all.filter(({ order }) => test(order)) : all
    },
    countAfter: () => 0,
    firstPlaced: () => 1,
  }
}
