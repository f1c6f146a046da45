import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import {
  createChance,
  createEventLog,
  createOutcomeRules,
  createVenue,
  createVirtualClock,
  isRefusal,
  type OrderEvent,
  type Plan,
  type Ticket,
} from '../index.ts'

interface OpenOptions {
  readonly seed?: string
  readonly history?: readonly OrderEvent[]
}

/** A held venue with outcome rules, some of which draw from chance. It can be restarted. */
function open({ seed = 'a seed', history = [] }: OpenOptions = {}) {
  const clock = createVirtualClock()
  const chance = createChance(seed)
  const outcomes = createOutcomeRules(clock, chance)
  outcomes.add({ match: { side: 'SELL', probability: 0.5 }, action: { does: 'hold' } })
  outcomes.add({ match: { probability: 0.3 }, action: { does: 'cancel', reason: 'no liquidity' } })
  const options = { clock, chance, outcomes, executionDelay: { minMs: 1500, maxMs: 3000 } }
  const opened = {
    clock,
    venue: createVenue({ ...options, history }),
    restart() {
      opened.venue = createVenue({ ...options, log: opened.venue.stop() })
    },
    all: () => opened.venue.events(0, opened.venue.position),
  }
  return opened
}

const ticket = fc.record({
  symbol: fc.constantFrom('EURUSD', 'BTC/USD'),
  side: fc.constantFrom('BUY' as const, 'SELL' as const),
  quantity: fc.double({ min: 1e-9, max: 1e12, noNaN: true }),
})

/** Tickets with different clientOrderIds. */
const named = fc
  .array(ticket, { minLength: 1, maxLength: 12 })
  .map((tickets): Ticket[] =>
    tickets.map((one, nth) => ({ ...one, clientOrderId: `alice-${nth}` })),
  )

/** A random act in a venue. */
const act = fc.oneof(
  fc.record({ does: fc.constant('place' as const), ticket, isNamed: fc.boolean() }),
  fc.record({ does: fc.constantFrom('cancel' as const, 'execute' as const), of: fc.nat(20) }),
  fc.record({ does: fc.constant('pass' as const), ms: fc.nat(2000) }),
)
type Act = typeof act extends fc.Arbitrary<infer A> ? A : never

/** Performs the acts, and calls `before` with the index of each before it. */
async function live(
  opened: ReturnType<typeof open>,
  acts: readonly Act[],
  before: (nth: number) => unknown = () => {},
) {
  for (const [nth, one] of acts.entries()) {
    await before(nth)
    const { venue, clock } = opened
    if (one.does === 'pass') clock.advance(one.ms)
    else if (one.does === 'place') {
      await venue.place({ ...one.ticket, ...(one.isNamed && { clientOrderId: `a-${nth}` }) })
    } else {
      const { orders } = venue.list({ limit: 1000 })
      await venue[one.does](orders[one.of % Math.max(orders.length, 1)]?.orderId ?? 'nobody')
    }
  }
  return opened
}

/** The outcome and delay of each order by its clientOrderId, and the digest. */
async function outcomesOf(tickets: readonly Ticket[]) {
  const { venue, clock, all } = open()
  for (const one of tickets) assert.ok(!isRefusal(await venue.place(one)))
  clock.advance(3000)
  const byId = Map.groupBy(all(), ({ orderId }) => orderId)
  const outcomes = [...byId.values()].map(([placed, end]) => {
    assert.ok(placed?.type === 'OrderPlaced')
    return [
      placed.ticket.clientOrderId,
      end?.type,
      end && end.occurredAt - placed.occurredAt,
    ] as const
  })
  return { outcomes: outcomes.toSorted(), ...(await venue.digest()) }
}

describe('The same seed', () => {
  test('gives every named order the same delay and outcome, whatever the order of arrival', async () => {
    const arrivals = named.chain((tickets) =>
      fc.tuple(
        fc.constant(tickets),
        fc.shuffledSubarray(tickets, { minLength: tickets.length, maxLength: tickets.length }),
      ),
    )
    await fc.assert(
      fc.asyncProperty(arrivals, async ([tickets, shuffled]) => {
        const [one, other] = [await outcomesOf(tickets), await outcomesOf(shuffled)]
        assert.deepEqual(other.outcomes, one.outcomes)
        assert.equal(other.story, one.story)
      }),
    )
  })

  test('and the same acts give the same order ids and digest, even across a restart', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 25 }), fc.nat(25), async (acts, restartsAt) => {
        const one = await live(open(), acts)
        const crashing = open()
        const { logId } = crashing.venue
        const other = await live(crashing, acts, (nth) => nth === restartsAt && crashing.restart())

        assert.deepEqual(other.all(), one.all())
        assert.equal(other.venue.logId, logId)
        assert.deepEqual(await other.venue.digest(), await one.venue.digest())
      }),
    )
  })
})

describe('A digest', () => {
  test('is the same whether it is computed once or step by step', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 15 }), async (acts) => {
        const once = await live(open(), acts)
        const often = open()
        await live(often, acts, () => often.venue.digest())
        assert.deepEqual(await often.venue.digest(), await once.venue.digest())
      }),
    )
  })

  test('differs between seeds', async () => {
    const of = async (seed: string) => {
      const { venue } = open({ seed })
      await venue.place({ symbol: 'EURUSD', side: 'BUY', quantity: 1 })
      return (await venue.digest()).digest
    }
    assert.notEqual(await of('a seed'), await of('another'))
  })

  test('follows its published definition', async () => {
    const { venue, clock } = open({
      history: [
        {
          type: 'OrderPlaced',
          orderId: 'x' as OrderEvent['orderId'],
          ticket: { symbol: 'BTC/USD', side: 'SELL', quantity: 0.1 },
          plan: { does: 'cancel', dueAt: 1_767_225_601_500, reason: 'no "liquidity"' },
          position: 1,
          occurredAt: 1_767_225_600_000,
        },
      ],
    })
    clock.advance(1500)
    const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

    assert.deepEqual(await venue.digest(), {
      digest: sha256(
        `[1,"OrderPlaced",0,1767225600000,"BTC/USD","SELL",0.1,null,"cancel",1767225601500,"no \\"liquidity\\""]\n` +
          `[2,"OrderCancelled",0,1767225601500,"VENUE","no \\"liquidity\\""]\n`,
      ),
      story: (
        (BigInt(
          `0x${sha256(`["OrderPlaced","#0","BTC/USD","SELL",0.1,"cancel","no \\"liquidity\\""]`)}`,
        ) +
          BigInt(`0x${sha256(`["OrderCancelled","#0","VENUE","no \\"liquidity\\""]`)}`)) %
        2n ** 256n
      )
        .toString(16)
        .padStart(64, '0'),
      position: 2,
    })
  })

  test('does not block the event loop for a long log', async () => {
    const { venue } = open({ history: manyOrders(5000) })
    let turns = 0
    let isDone = false
    const count = () => {
      turns++
      if (!isDone) setImmediate(count)
    }
    setImmediate(count)

    const { position } = await venue.digest()

    isDone = true
    assert.equal(position, 5000)
    assert.ok(turns >= 4, `${turns} turns`)
  })

  test('covers the log as it was at the time of the call', async () => {
    const { venue } = open({ history: manyOrders(1500) })
    const before = venue.digest()
    await venue.place({ symbol: 'EURUSD', side: 'BUY', quantity: 1 })
    const after = venue.digest()

    assert.equal((await before).position, 1500)
    assert.equal((await after).position, 1501)
    assert.deepEqual(await before, await open({ history: manyOrders(1500) }).venue.digest())
  })
})

describe('A digest of events', () => {
  const placedBy = (plan: Plan): OrderEvent => ({
    type: 'OrderPlaced',
    orderId: 'x' as OrderEvent['orderId'],
    ticket: { symbol: 'EURUSD', side: 'BUY', quantity: 1000, clientOrderId: 'alice-1' },
    plan,
    position: 1,
    occurredAt: 1000,
  })
  const ends = (type: string, more: object = {}): OrderEvent =>
    ({ type, orderId: 'x', position: 2, occurredAt: 2000, ...more }) as OrderEvent
  const far = Number.MAX_SAFE_INTEGER

  const digestOf = async (events: readonly OrderEvent[]) => {
    const clock = createVirtualClock(0)
    const chance = createChance('')
    const executionDelay = { minMs: 0, maxMs: 0 }
    const log = createEventLog(clock, { events })
    return createVenue({ clock, chance, executionDelay, log }).digest()
  }

  const due: Plan = { does: 'execute', dueAt: far }
  const lives: Record<string, OrderEvent[]> = {
    executed: [placedBy(due), ends('OrderExecuted')],
    cancelled: [placedBy(due), ends('OrderCancelled', { cancelledBy: 'VENUE', reason: 'why' })],
    'to be cancelled': [placedBy({ does: 'cancel', dueAt: far, reason: 'why' })],
    held: [placedBy({ does: 'hold' })],
  }
  const instants = ['occurredAt', 'dueAt']
  const other: Record<string, unknown> = { side: 'SELL', cancelledBy: 'TRADER' }
  const changed = (field: string, value: unknown) =>
    other[field] ?? (typeof value === 'number' ? value - 1 : `${value}.`)

  /** The event with another value in one of its fields, or in one of its ticket or plan. */
  const changeIn = <T extends object>(event: T, field: string): T =>
    Object.fromEntries(
      Object.entries(event).map(([name, value]) => {
        if (name === field) return [name, changed(name, value)]
        return [name, typeof value === 'object' ? changeIn(value, field) : value]
      }),
    ) as T

  /** `does` has a test of its own below. */
  const skipped = ['type', 'orderId', 'does']
  const fieldsOf = (fields: object): string[] =>
    Object.entries(fields)
      .flatMap(([name, value]) => (typeof value === 'object' ? fieldsOf(value) : name))
      .filter((field) => !skipped.includes(field))

  for (const [life, events] of Object.entries(lives)) {
    for (const [nth, event] of events.entries()) {
      for (const field of fieldsOf(event)) {
        test(`depends on ${field} in ${event.type} of an order that is ${life}`, async () => {
          const before = await digestOf(events)
          const after = await digestOf(events.with(nth, changeIn(event, field)))

          assert.notEqual(after.digest, before.digest)
          // A story has no times and no positions.
          const isInStory = ![...instants, 'position'].includes(field)
          assert.equal(after.story !== before.story, isInStory)
        })
      }
    }
  }

  test('depends on the plan and on how the order ended', async () => {
    const digests = await Promise.all(
      [
        ...Object.values(lives),
        [placedBy(due)],
        [placedBy(due), ends('OrderCancelled', { cancelledBy: 'VENUE' })],
        [placedBy({ does: 'cancel', dueAt: far })],
      ].map(digestOf),
    )
    assert.equal(new Set(digests.map(({ digest }) => digest)).size, digests.length)
    assert.equal(new Set(digests.map(({ story }) => story)).size, digests.length)
  })

  test('does not depend on the generated order id', async () => {
    const [placed, end] = lives.executed as [OrderEvent, OrderEvent]
    const orderId = 'y' as OrderEvent['orderId']
    const renamed = [
      { ...placed, orderId },
      { ...end, orderId },
    ]
    assert.deepEqual(await digestOf(renamed), await digestOf([placed, end]))
  })
})

function manyOrders(count: number): OrderEvent[] {
  return Array.from({ length: count }, (_, nth) => ({
    type: 'OrderPlaced',
    orderId: `${nth}` as OrderEvent['orderId'],
    ticket: { symbol: 'EURUSD', side: 'BUY', quantity: 1 },
    plan: { does: 'hold' },
    position: nth + 1,
    occurredAt: 0,
  }))
}
