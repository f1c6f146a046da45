import { matches } from '../criteria.ts'
import { evolve } from '../evolve.ts'
import type { FinalOrder, Order, OrderEvent, OrderId, PendingOrder } from '../order.ts'
import { createOrderIndex, type OrderSearch } from './order-index.ts'

/** Which orders a listing shows, newest first. */
export interface OrderQuery extends OrderSearch {
  readonly clientOrderId?: string | undefined
}

/** A page of a listing. */
export interface OrderPage {
  readonly orders: readonly Order[]
  /** The `before` of the next page; undefined on the last page. */
  readonly next: number | undefined
}

export type OrderBook = ReturnType<typeof createOrderBook>

/** Creates an empty book, the read model of a log; `eventAt` reads the event at a position. */
export function createOrderBook(eventAt: (position: number) => OrderEvent) {
  /** By ordinal: in order of placement. */
  const orders: Order[] = []
  const ordinals = new Map<string, number>()
  const ordinalsByClientOrderId = new Map<string, number>()
  const index = createOrderIndex()

  const now = (ordinal: number | undefined) => (ordinal === undefined ? undefined : orders[ordinal])

  function at(ordinal: number | undefined, position?: number): Order | undefined {
    const order = now(ordinal)
    if (position === undefined || ordinal === undefined || order === undefined) return order
    const stage = index.timeline.stageAt(ordinal, position)
    if (stage === 'unplaced') return undefined
    if (stage === 'ended' || order.orderStatus === 'PENDING') return order
    const past = index.timeline.positionsOf(ordinal).filter((one) => one <= position)
    return past.map(eventAt).reduce<Order | undefined>(evolve, undefined)
  }

  function add(order: PendingOrder, position: number): void {
    const { symbol, clientOrderId } = order.ticket
    const ordinal = orders.push(order) - 1
    ordinals.set(order.orderId, ordinal)
    if (clientOrderId !== undefined) ordinalsByClientOrderId.set(clientOrderId, ordinal)
    index.placed(symbol, position)
  }

  function end(ordinal: number, order: FinalOrder, position: number): void {
    orders[ordinal] = order
    index.ended(ordinal, order, position)
  }

  /** The ordinals that a query selects, newest first. */
  function select(query: OrderQuery): number[] {
    const { clientOrderId, before = orders.length } = query
    if (clientOrderId === undefined) return index.newest(query)
    const ordinal = ordinalsByClientOrderId.get(clientOrderId)
    const order = at(ordinal, query.at)
    return ordinal !== undefined && order && ordinal < before && matches(query, order.ticket, order)
      ? [ordinal]
      : []
  }

  const find = (orderId: string, position?: number) => at(ordinals.get(orderId), position)

  return {
    /** The number of orders placed. */
    get size() {
      return orders.length
    },
    /** The last order placed, as it is now. */
    get newest() {
      return orders.at(-1)
    },
    /** The order now, or right after the event at a position. */
    find,
    findByClientOrderId: (clientOrderId: string) => now(ordinalsByClientOrderId.get(clientOrderId)),
    /** The number of orders placed before this one, which must exist. */
    ordinalOf: (orderId: OrderId) => ordinals.get(orderId) as number,
    /** Applies the next event. */
    apply(event: OrderEvent) {
      // A placement needs no lookup, which would double its cost.
      const ordinal = event.type === 'OrderPlaced' ? undefined : ordinals.get(event.orderId)
      const order = evolve(now(ordinal), event)
      if (order.orderStatus === 'PENDING') add(order, event.position)
      // `evolve` has thrown if the order is unknown.
      else end(ordinal as number, order, event.position)
    },
    /** The order right after an applied event. */
    after: (event: OrderEvent): Order =>
      event.type === 'OrderPlaced'
        ? evolve(undefined, event)
        : (find(event.orderId, event.position) as Order),
    /** The positions of an order's events, ascending; empty for an unknown order. */
    positionsOf(orderId: string) {
      const ordinal = ordinals.get(orderId)
      return ordinal === undefined ? [] : index.timeline.positionsOf(ordinal)
    },

    /**
     * Time is proportional to the page size, not the number of orders. A past listing by status also visits
     * the orders PENDING then.
     */
    list(query: OrderQuery): OrderPage {
      const { limit } = query
      // One more than the limit shows whether another page follows.
      const found = select({ ...query, limit: limit + 1 })
      const next = found.length > limit ? found[limit - 1] : undefined
      return {
        // `select` returns only orders placed by then.
        orders: found.slice(0, limit).map((ordinal) => at(ordinal, query.at) as Order),
        next,
      }
    },
  }
}
