import type { Order, OrderEvent, OrderStatus, PendingOrder } from './order.ts'
import { createShelf, type Shelf } from './shelf.ts'

/** Which orders a listing shows, newest first. */
export interface OrderQuery {
  readonly orderStatus?: OrderStatus | undefined
  readonly symbol?: string | undefined
  readonly clientOrderId?: string | undefined
  /** Only orders placed before this one of the venue's orders (counted from 0); all when left out. */
  readonly before?: number | undefined
  /** At most so many: 1 or more. */
  readonly limit: number
}

/** A page of a listing. */
export interface OrderPage {
  readonly orders: readonly Order[]
  /** The `before` of the next page; undefined when this one is the last. */
  readonly next: number | undefined
}

/** The read model: everything that can be asked about orders, folded from the log's events. */
export interface OrderBook {
  /** How many orders were placed. */
  readonly size: number
  /** Takes in the next event and returns the order as it stands after it. */
  apply(event: OrderEvent): Order
  /** The order as it stood after an event that was applied. */
  after(event: OrderEvent): Order
  find(orderId: string): Order | undefined
  findByClientOrderId(clientOrderId: string): Order | undefined
  /** Costs the page, not the history: O(limit · log n) under any filter. */
  list(query: OrderQuery): OrderPage
}

/** The fold: the order as an event leaves it. Throws where the event cannot follow: the log is broken. */
function evolve(before: Order | undefined, event: OrderEvent): Order {
  const { orderId, occurredAt } = event
  switch (event.type) {
    case 'OrderPlaced': {
      const { ticket } = event
      return { orderStatus: 'PENDING', orderId, ticket, placedAt: occurredAt, version: 1 }
    }
    case 'OrderExecuted': {
      const { ticket, placedAt } = stillPending(before, event)
      const executedAt = occurredAt
      return { orderStatus: 'EXECUTED', orderId, ticket, placedAt, executedAt, version: 2 }
    }
    case 'OrderCancelled': {
      const { ticket, placedAt } = stillPending(before, event)
      const cancelledAt = occurredAt
      return { orderStatus: 'CANCELLED', orderId, ticket, placedAt, cancelledAt, version: 2 }
    }
  }
}

function stillPending(order: Order | undefined, event: OrderEvent): PendingOrder {
  if (order?.orderStatus === 'PENDING') return order
  throw new Error(`No pending order for event ${event.position}: ${JSON.stringify(event)}`)
}

const matches = (order: Order, { orderStatus, symbol }: OrderQuery) =>
  (orderStatus ?? order.orderStatus) === order.orderStatus &&
  (symbol ?? order.ticket.symbol) === order.ticket.symbol

/** Creates an empty book. */
export function createOrderBook(): OrderBook {
  /** In order of placement; an order's place here is its ordinal. */
  const orders: Order[] = []
  const ordinals = new Map<string, number>()
  const ordinalsByClientOrderId = new Map<string, number>()
  const everything = createShelf()
  const bySymbol = new Map<string, Shelf>()

  const at = (ordinal: number | undefined) => (ordinal === undefined ? undefined : orders[ordinal])

  function shelfOf(symbol: string): Shelf {
    const shelf = bySymbol.get(symbol) ?? createShelf()
    bySymbol.set(symbol, shelf)
    return shelf
  }

  /** Puts a new order on the shelves. */
  function shelve(ordinal: number, { orderStatus, ticket }: Order): void {
    const { symbol, clientOrderId } = ticket
    if (clientOrderId !== undefined) ordinalsByClientOrderId.set(clientOrderId, ordinal)
    everything.add(ordinal, orderStatus)
    shelfOf(symbol).add(ordinal, orderStatus)
  }

  function apply(event: OrderEvent): Order {
    const known = ordinals.get(event.orderId)
    const before = at(known)
    const order = evolve(before, event)
    const ordinal = known ?? orders.length
    orders[ordinal] = order
    if (before === undefined) {
      ordinals.set(order.orderId, ordinal)
      shelve(ordinal, order)
    } else {
      everything.move(ordinal, before.orderStatus, order.orderStatus)
      shelfOf(order.ticket.symbol).move(ordinal, before.orderStatus, order.orderStatus)
    }
    return order
  }

  /** The ordinals that a query selects, newest first. */
  function ordinalsOf(query: OrderQuery, limit: number): number[] {
    const { orderStatus, symbol, clientOrderId, before = orders.length } = query
    if (clientOrderId === undefined) {
      const shelf = symbol === undefined ? everything : bySymbol.get(symbol)
      return shelf?.newest(before, limit, orderStatus) ?? []
    }
    const ordinal = ordinalsByClientOrderId.get(clientOrderId)
    const order = at(ordinal)
    return ordinal !== undefined && order && ordinal < before && matches(order, query)
      ? [ordinal]
      : []
  }

  const find = (orderId: string) => at(ordinals.get(orderId))

  return {
    get size() {
      return orders.length
    },
    find,
    findByClientOrderId: (clientOrderId) => at(ordinalsByClientOrderId.get(clientOrderId)),
    apply,
    // No event follows a final one, so after it the order is what it is now.
    after: (event) =>
      event.type === 'OrderPlaced' ? evolve(undefined, event) : (find(event.orderId) as Order),

    list(query) {
      const { limit } = query
      // One more than the page holds, to see whether another page follows.
      const found = ordinalsOf(query, limit + 1)
      const next = found.length > limit ? found[limit - 1] : undefined
      return { orders: found.slice(0, limit).map((ordinal) => orders[ordinal] as Order), next }
    },
  }
}
