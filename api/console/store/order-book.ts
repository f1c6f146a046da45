import type { Order, OrderEvent, OrderStatus } from '../../contract/orders.ts'
import { type OrderFilter, testOf } from './order-filter.ts'
import { afterEvent, placedOrder } from './order-fold.ts'
import { createPlacementList } from './placement-list.ts'

/** An order as the book keeps it. */
export interface BookedOrder {
  order: Order
  /** The position at which it was placed. */
  readonly placed: number
  /** The position of its last change. */
  changed: number
  /** When that was received, on the caller's clock. 0 if it was loaded later. */
  changedMs: number
}

/** The end of an order whose placement was not received. */
interface End {
  readonly position: number
  readonly nowMs: number
  /** The order at its end, which follows from the order as it was placed. */
  orderFrom(placed: Order): Order
}

export type OrderBook = ReturnType<typeof createOrderBook>

/**
 * Keeps the orders whose placement was received, at most `capacity`. An order that was placed earlier is
 * not shown before its placement is loaded.
 */
export function createOrderBook(capacity: number) {
  const byId = new Map<string, BookedOrder>()
  const ends = new Map<string, End>()
  const counts: Record<OrderStatus, number> = { PENDING: 0, EXECUTED: 0, CANCELLED: 0 }
  const list = createPlacementList<BookedOrder>(capacity, ({ order }) => {
    byId.delete(order.orderId)
    counts[order.orderStatus]--
  })
  let version = 0

  function keepEnd(orderId: string, end: End): void {
    ends.set(orderId, end)
    if (ends.size > capacity) ends.delete(ends.keys().next().value as string)
  }

  /** Adds an order as it was placed, or as it ended if its end came before its placement. */
  function insert(order: Order, position: number, nowMs: number): void {
    const end = ends.get(order.orderId)
    ends.delete(order.orderId)
    const booked: BookedOrder = {
      order: end?.orderFrom(order) ?? order,
      placed: position,
      changed: end?.position ?? position,
      changedMs: end?.nowMs ?? nowMs,
    }
    byId.set(order.orderId, booked)
    counts[booked.order.orderStatus]++
    list.add(booked)
  }

  function update(known: BookedOrder, order: Order, position: number, nowMs: number): void {
    if (known.changed >= position) return
    counts[known.order.orderStatus]--
    counts[order.orderStatus]++
    Object.assign(known, { order, changed: position, changedMs: nowMs })
  }

  return {
    /** Changes whenever an order does. */
    version: () => version,
    /** How many orders it has. */
    size: () => list.items.length,
    /** The position of the earliest order; infinite without orders. */
    firstPlaced: () => list.items[0]?.placed ?? Number.POSITIVE_INFINITY,
    /** How many of the oldest orders are not kept any more. */
    dropped: () => list.dropped,
    /** How many orders have each status. */
    counts: counts as Readonly<Record<OrderStatus, number>>,
    find: (orderId: string): BookedOrder | undefined => byId.get(orderId),

    /** Sets an order as it is after the change at a position, unless a later change is known. */
    set(order: Order, position: number, nowMs: number): void {
      version++
      const known = byId.get(order.orderId)
      if (known) update(known, order, position, nowMs)
      else if (order.orderStatus === 'PENDING') insert(order, position, nowMs)
      else keepEnd(order.orderId, { position, nowMs, orderFrom: () => order })
    },

    /** Adds what an event of the log says, whenever it is loaded. */
    load(event: OrderEvent): void {
      version++
      const { orderId, position } = event
      const known = byId.get(orderId)
      if (event.type === 'OrderPlaced') {
        if (!known) insert(placedOrder(event), position, 0)
      } else if (known) {
        update(known, afterEvent(known.order, event), position, 0)
      } else {
        keepEnd(orderId, { position, nowMs: 0, orderFrom: (placed) => afterEvent(placed, event) })
      }
    },

    /** The orders that a filter selects, in order of placement. Valid until the version changes. */
    select(filter: OrderFilter = {}): readonly BookedOrder[] {
      const test = testOf(filter)
      return test ? list.items.filter(({ order }) => test(order)) : list.items
    },

    /** How many of these orders were placed after a position. */
    countAfter(position: number, filter: OrderFilter = {}): number {
      const newer = list.after(position)
      const test = testOf(filter)
      return test ? newer.filter(({ order }) => test(order)).length : newer.length
    },
  }
}
