import fc from 'fast-check'
import type { Plan } from '../../../engine/index.ts'
import { type EventDraft, idOf } from './events.ts'

/** Any UTF-16 code unit. */
const unit = fc
  .oneof(fc.nat(0xffff), fc.integer({ min: 0xd800, max: 0xdfff }))
  .map((code) => String.fromCharCode(code))

/** Any UTF-16, with lone surrogates and NUL. */
export const anyString = fc.string({ unit, maxLength: 8 })

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
  .jsonValue({ stringUnit: unit })
  .map((value) => JSON.parse(JSON.stringify(value)))
