import type { OrderEvent, Plan, Ticket } from '../../engine/index.ts'

type OrderId = OrderEvent['orderId']
type Cancelled = Extract<OrderEvent, { type: 'OrderCancelled' }>

/** A third the size of an object with field names. */
export type Row =
  | ['P', OrderId, occurredAt: number, ...PlacedFields]
  | ['E', OrderId, occurredAt: number]
  | ['C', OrderId, occurredAt: number, Cancelled['cancelledBy'], reason: string | null]
type PlacedFields = [
  symbol: string,
  side: Ticket['side'],
  quantity: number,
  clientOrderId: string | null,
  does: Plan['does'],
  dueAt: number | null,
  reason: string | null,
]

/**
 * An event without its position, as a JSON array. JSON keeps every string, also lone surrogates, and
 * every number.
 */
export function rowOf(event: OrderEvent): Row {
  const { orderId, occurredAt } = event
  switch (event.type) {
    case 'OrderPlaced': {
      const { symbol, side, quantity, clientOrderId = null } = event.ticket
      const plan: { does: Plan['does']; dueAt?: number; reason?: string | undefined } = event.plan
      const { does, dueAt = null, reason = null } = plan
      return ['P', orderId, occurredAt, symbol, side, quantity, clientOrderId, does, dueAt, reason]
    }
    case 'OrderExecuted':
      return ['E', orderId, occurredAt]
    case 'OrderCancelled':
      return ['C', orderId, occurredAt, event.cancelledBy, event.reason ?? null]
  }
}

/**
 * Creates a decoder for the events of one log, oldest first. Its objects have the same fields in the
 * same order as those that the engine creates, so they take no more memory. It throws an error for what
 * it cannot decode.
 */
export function createEventReader(): (row: Row, position: number) => OrderEvent {
  /** All events of an order share one string, as in the log that was stored. */
  const pending = new Map<string, OrderId>()

  function endOf(orderId: OrderId): OrderId {
    const shared = pending.get(orderId) ?? orderId
    pending.delete(orderId)
    return shared
  }

  return (row, position) => {
    const occurredAt = row[2]
    switch (row[0]) {
      case 'P': {
        const orderId = row[1]
        pending.set(orderId, orderId)
        const [, , , symbol, side, quantity, clientOrderId, does, dueAt, reason] = row
        const ticket =
          clientOrderId === null
            ? { symbol, side, quantity }
            : { symbol, side, quantity, clientOrderId }
        const plan = planOf(does, dueAt ?? 0, reason ?? undefined)
        return { type: 'OrderPlaced', orderId, ticket, plan, position, occurredAt }
      }
      case 'E':
        return { type: 'OrderExecuted', orderId: endOf(row[1]), position, occurredAt }
      case 'C': {
        const orderId = endOf(row[1])
        const cancelledBy = row[3]
        const reason = row[4] ?? undefined
        return { type: 'OrderCancelled', orderId, cancelledBy, reason, position, occurredAt }
      }
      default:
        throw new Error(`Unknown event ${row satisfies never}`)
    }
  }
}

function planOf(does: Plan['does'], dueAt: number, reason: string | undefined): Plan {
  switch (does) {
    case 'execute':
      return { does, dueAt }
    case 'cancel':
      return { does, dueAt, reason }
    case 'hold':
      return { does }
  }
}
