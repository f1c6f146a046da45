import fc from 'fast-check'
import type { OrderEvent, Plan, Ticket } from '../../../engine/index.ts'

// The engine brands its ids. A store takes any string.
const idOf = (id: string) => id as OrderEvent['orderId']

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

/** Any UTF-16, with lone surrogates and NUL. */
export const anyString: fc.Arbitrary<string> = fc
  .array(fc.oneof(fc.nat(0xffff), fc.integer({ min: 0xd800, max: 0xdfff })), { maxLength: 8 })
  .map((units) => String.fromCharCode(...units))

const orderId = fc.oneof(fc.constantFrom('a', 'b', 'c'), anyString).map(idOf)
const instant = fc.integer({ min: -8.64e15, max: 8.64e15 })
const reason = fc.option(anyString, { nil: undefined })

const plain = { noNullPrototype: true }

const plan: fc.Arbitrary<Plan> = fc.oneof(
  fc.record({ does: fc.constant('execute' as const), dueAt: instant }, plain),
  fc.record({ does: fc.constant('cancel' as const), dueAt: instant, reason }, plain),
  fc.record({ does: fc.constant('hold' as const) }, plain),
)

const ticket = fc.record(
  {
    symbol: anyString,
    side: fc.constantFrom('BUY' as const, 'SELL' as const),
    quantity: fc.double({ min: Number.MIN_VALUE, noNaN: true, noDefaultInfinity: true }),
    clientOrderId: anyString,
  },
  { ...plain, requiredKeys: ['symbol', 'side', 'quantity'] },
)

/** Any event, whether or not a venue could record it there. */
export const anyDraft: fc.Arbitrary<EventDraft> = fc.oneof(
  fc.record({
    type: fc.constant('OrderPlaced' as const),
    orderId,
    ticket,
    plan,
    occurredAt: instant,
  }),
  fc.record({ type: fc.constant('OrderExecuted' as const), orderId, occurredAt: instant }),
  fc.record({
    type: fc.constant('OrderCancelled' as const),
    orderId,
    cancelledBy: fc.constantFrom('TRADER' as const, 'VENUE' as const),
    reason,
    occurredAt: instant,
  }),
)

/** What JSON makes of any value: it has no -0. */
export const anyJson: fc.Arbitrary<unknown> = fc
  .jsonValue({ stringUnit: 'binary' })
  .map((value) => JSON.parse(JSON.stringify(value)))
