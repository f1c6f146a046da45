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
  /** Takes in the next event and returns the order as it stands after it. */
  apply(event: OrderEvent): Order
  /** The order as it stood after an event that was applied. */
  after(event: OrderEvent): Order
  find(orderId: string): Order | undefined
  findByClientOrderId(clientOrderId: string): Order | undefined
  /** Costs the page, not the history: O(limit · log n) under any filter. */
  list(query: OrderQuery): OrderPage
}

const placed = ({ orderId, ticket, occurredAt }: OrderEvent & { type: 'OrderPlaced' }) =>
  ({ orderStatus: 'PENDING', orderId, ticket, placedAt: occurredAt, version: 1 }) as const

/** The fold: the order as an event leaves it. */
function evolve({ orderId, ticket, placedAt }: PendingOrder, event: OrderEvent): Order {
  switch (event.type) {
    case 'OrderPlaced':
      return placed(event)
    case 'OrderExecuted':
      return {
        orderStatus: 'EXECUTED',
        orderId,
        ticket,
        placedAt,
        executedAt: event.occurredAt,
        version: 2,
      }
    case 'OrderCancelled':
      return {
        orderStatus: 'CANCELLED',
        orderId,
        ticket,
        placedAt,
        cancelledAt: event.occurredAt,
        version: 2,
      }
  }
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

  function place(order: PendingOrder): Order {
    const ordinal = orders.push(order) - 1
    const { symbol, clientOrderId } = order.ticket
    ordinals.set(order.orderId, ordinal)
    if (clientOrderId !== undefined) ordinalsByClientOrderId.set(clientOrderId, ordinal)
    everything.add(ordinal, order.orderStatus)
    shelfOf(symbol).add(ordinal, order.orderStatus)
    return order
  }

  function change(event: OrderEvent): Order {
    const ordinal = ordinals.get(event.orderId)
    const before = at(ordinal)
    if (ordinal === undefined || before?.orderStatus !== 'PENDING') {
      throw new Error(`No pending order for event ${event.position}: ${JSON.stringify(event)}`)
    }
    const order = evolve(before, event)
    orders[ordinal] = order
    everything.move(ordinal, before.orderStatus, order.orderStatus)
    shelfOf(order.ticket.symbol).move(ordinal, before.orderStatus, order.orderStatus)
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
    find,
    findByClientOrderId: (clientOrderId) => at(ordinalsByClientOrderId.get(clientOrderId)),
    apply: (event) => (event.type === 'OrderPlaced' ? place(placed(event)) : change(event)),
    // No event follows a final one, so after it the order is what it is now.
    after: (event) =>
      event.type === 'OrderPlaced' ? placed(event) : (find(event.orderId) as Order),

    list(query) {
      const { limit } = query
      // One more than the page holds, to see whether another page follows.
      const found = ordinalsOf(query, limit + 1)
      const next = found.length > limit ? found[limit - 1] : undefined
      return { orders: found.slice(0, limit).map((ordinal) => orders[ordinal] as Order), next }
    },
  }
}
