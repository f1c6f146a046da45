import type { CancelledOrder, Order, OrderEvent, OrderId, PendingOrder } from '../order.ts'
import { createOrderIndex, type OrderSearch } from './order-index.ts'

/** Which orders a listing shows, newest first. */
export interface OrderQuery extends OrderSearch {
  readonly clientOrderId?: string | undefined
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
  /** The order as it stands, or as it stood after the event at a position. */
  find(orderId: string, at?: number): Order | undefined
  findByClientOrderId(clientOrderId: string): Order | undefined
  /** The order that was placed last, as it stands. */
  readonly newest: Order | undefined
  /** How many orders were placed before one that was placed. */
  ordinalOf(orderId: OrderId): number
  /** Where in the log the events of an order are, ascending; none for an unknown one. */
  positionsOf(orderId: string): readonly number[]
  /** Costs the page, not the history; of the past with a status, also what was PENDING then. */
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
      return cancelled(stillPending(before, event), event)
    }
  }
}

function cancelled(
  { orderId, ticket, placedAt }: PendingOrder,
  { occurredAt: cancelledAt, cancelledBy, reason }: OrderEvent & { type: 'OrderCancelled' },
): CancelledOrder {
  const orderStatus = 'CANCELLED'
  const order: CancelledOrder = {
    orderStatus,
    orderId,
    ticket,
    placedAt,
    cancelledAt,
    cancelledBy,
    version: 2,
  }
  return reason === undefined ? order : { ...order, reason }
}

function stillPending(order: Order | undefined, event: OrderEvent): PendingOrder {
  if (order?.orderStatus === 'PENDING') return order
  throw new Error(`No pending order for event ${event.position}: ${JSON.stringify(event)}`)
}

const matches = (order: Order, { orderStatus, symbol }: OrderQuery) =>
  (orderStatus ?? order.orderStatus) === order.orderStatus &&
  (symbol ?? order.ticket.symbol) === order.ticket.symbol

/** The order as it was before its final event. */
const asPlaced = ({ orderId, ticket, placedAt }: Order): PendingOrder => ({
  orderStatus: 'PENDING',
  orderId,
  ticket,
  placedAt,
  version: 1,
})

/** Creates an empty book. */
export function createOrderBook(): OrderBook {
  /** In order of placement; an order's place here is its ordinal. */
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
    return stage === 'ended' || order.orderStatus === 'PENDING' ? order : asPlaced(order)
  }

  function add(order: Order, position: number): void {
    const { symbol, clientOrderId } = order.ticket
    const ordinal = orders.push(order) - 1
    ordinals.set(order.orderId, ordinal)
    if (clientOrderId !== undefined) ordinalsByClientOrderId.set(clientOrderId, ordinal)
    index.placed(symbol, position)
  }

  function apply(event: OrderEvent): Order {
    // To look a new order up would take as long as all else that is done here.
    const ordinal = event.type === 'OrderPlaced' ? undefined : ordinals.get(event.orderId)
    const order = evolve(now(ordinal), event)
    if (ordinal === undefined) {
      add(order, event.position)
    } else {
      orders[ordinal] = order
      index.ended(ordinal, order.ticket.symbol, order.orderStatus, event.position)
    }
    return order
  }

  /** The ordinals that a query selects, newest first. */
  function select(query: OrderQuery): number[] {
    const { clientOrderId, before = orders.length } = query
    if (clientOrderId === undefined) return index.newest(query)
    const ordinal = ordinalsByClientOrderId.get(clientOrderId)
    const order = at(ordinal, query.at)
    return ordinal !== undefined && order && ordinal < before && matches(order, query)
      ? [ordinal]
      : []
  }

  const find = (orderId: string, position?: number) => at(ordinals.get(orderId), position)

  return {
    get size() {
      return orders.length
    },
    get newest() {
      return orders.at(-1)
    },
    find,
    findByClientOrderId: (clientOrderId) => now(ordinalsByClientOrderId.get(clientOrderId)),
    ordinalOf: (orderId) => ordinals.get(orderId) as number,
    apply,
    // No event follows a final one, so after it the order is what it is now.
    after: (event) =>
      event.type === 'OrderPlaced' ? evolve(undefined, event) : (find(event.orderId) as Order),
    positionsOf(orderId) {
      const ordinal = ordinals.get(orderId)
      return ordinal === undefined ? [] : index.timeline.positionsOf(ordinal)
    },

    list(query) {
      const { limit } = query
      // One more than the page holds, to see whether another page follows.
      const found = select({ ...query, limit: limit + 1 })
      const next = found.length > limit ? found[limit - 1] : undefined
      return {
        orders: found.slice(0, limit).map((ordinal) => at(ordinal, query.at) as Order),
        next,
      }
    },
  }
}
