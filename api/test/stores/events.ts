import type { OrderEvent, Plan, Ticket } from '../../../engine/index.ts'

/** The engine brands its ids. A store takes any string. */
export const idOf = (id: string) => id as OrderEvent['orderId']

/** An event without its place in a log. */
export type EventDraft = OrderEvent extends infer E
  ? E extends OrderEvent
    ? Omit<E, 'position'>
    : never
  : never

/** The event that the engine makes of a draft. */
export function eventAt(position: number, draft: EventDraft): OrderEvent {
  const { orderId, occurredAt } = draft
  switch (draft.type) {
    case 'OrderPlaced': {
      const { ticket, plan } = draft
      return { type: 'OrderPlaced', orderId, ticket, plan, position, occurredAt }
    }
    case 'OrderExecuted':
      return { type: 'OrderExecuted', orderId, position, occurredAt }
    case 'OrderCancelled': {
      const { cancelledBy, reason } = draft
      return { type: 'OrderCancelled', orderId, cancelledBy, reason, position, occurredAt }
    }
  }
}

/** Every event of a log whose nth order is placed and executed, from one position to another. */
export const ordinaryEvents = (first: number, last: number): OrderEvent[] =>
  Array.from({ length: last - first + 1 }, (_, nth) => ordinaryEvent(first + nth))

function ordinaryEvent(position: number): OrderEvent {
  const orderId = idOf(`order-${Math.ceil(position / 2)}`)
  const occurredAt = 1_767_225_600_000 + position
  const plan: Plan = { does: 'execute', dueAt: occurredAt + 1 }
  const ticket = { symbol: 'EURUSD', side: 'BUY', quantity: position } as const
  return eventAt(
    position,
    position % 2
      ? { type: 'OrderPlaced', orderId, ticket, plan, occurredAt }
      : { type: 'OrderExecuted', orderId, occurredAt },
  )
}

const placed = (ticket: Partial<Ticket>, plan: Plan = { does: 'hold' }): EventDraft => ({
  type: 'OrderPlaced',
  orderId: idOf('a'),
  ticket: { symbol: 'EURUSD', side: 'BUY', quantity: 1, ...ticket },
  plan,
  occurredAt: 0,
})

const cancelled = (cancelledBy: 'TRADER' | 'VENUE', reason?: string): EventDraft => ({
  type: 'OrderCancelled',
  orderId: idOf('a'),
  cancelledBy,
  reason,
  occurredAt: 8.64e15,
})

/** Events that a careless encoding would change. */
export const oddDrafts: readonly EventDraft[] = [
  ...['', '\0', '\ud800', '\udfff\ud800', '"\\', 'é', 'e\u0301', '💱', '\u2028', '1', 'null'].map(
    (text) => placed({ symbol: text, clientOrderId: text }),
  ),
  ...[Number.MIN_VALUE, 1e-9, 0.1 + 0.2, 2 ** 53 + 2, 1e21, 1e300, Number.MAX_VALUE].map(
    (quantity) => placed({ quantity }),
  ),
  placed({}, { does: 'execute', dueAt: -1 }),
  placed({}, { does: 'cancel', dueAt: 1.5, reason: 'no "liquidity"' }),
  placed({}, { does: 'cancel', dueAt: 0, reason: undefined }),
  { type: 'OrderExecuted', orderId: idOf(''), occurredAt: -1 },
  cancelled('TRADER'),
  cancelled('VENUE', ''),
]
