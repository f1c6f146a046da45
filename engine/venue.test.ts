import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import {
  type Change,
  createChance,
  createVenue,
  createVirtualClock,
  isRefusal,
  type Order,
  type Ticket,
} from './index.ts'

const ticket: Ticket = { symbol: 'EURUSD', side: 'BUY', quantity: 1000 }

function openVenue() {
  const clock = createVirtualClock()
  const venue = createVenue({
    clock,
    chance: createChance('a seed'),
    executionDelay: { minMs: 1500, maxMs: 3000 },
  })
  const place = async (wanted = ticket) => {
    const order = await venue.place(wanted)
    assert.ok(!isRefusal(order))
    return order
  }
  return { clock, venue, place }
}

describe('A ticket', () => {
  test('given an empty venue, when it is placed, then it is a PENDING order', async () => {
    const { clock, venue } = openVenue()

    const order = await venue.place(ticket)

    assert.ok(!isRefusal(order))
    assert.match(order.orderId, /^[0-9a-hjkmnp-tv-z]{16}$/)
    assert.deepEqual(order, {
      orderStatus: 'PENDING',
      orderId: order.orderId,
      ticket,
      placedAt: clock.now(),
      version: 1,
    })
    assert.deepEqual(venue.find(order.orderId), order)
  })

  test('given a clock that moves with every reading, when it is placed, then its delay counts from `placedAt`', async () => {
    let readings = 0
    const clock = { ...createVirtualClock(), now: () => readings++ }
    const venue = createVenue({
      clock,
      chance: createChance('a seed'),
      executionDelay: { minMs: 50, maxMs: 50 },
    })

    const order = await venue.place(ticket)

    assert.ok(!isRefusal(order))
    const [placed] = venue.events(0, 1)
    assert.deepEqual(placed?.type === 'OrderPlaced' && placed.plan, {
      does: 'execute',
      dueAt: order.placedAt + 50,
    })
  })

  test('given its clientOrderId is taken, when it is placed, then it is refused and not recorded', async () => {
    const { venue, place } = openVenue()
    const first = await place({ ...ticket, clientOrderId: 'alice-1' })

    const second = await venue.place({ ...ticket, clientOrderId: 'alice-1' })

    assert.deepEqual(second, {
      refused: 'DuplicateClientOrderId',
      clientOrderId: 'alice-1',
      orderId: first.orderId,
      orderStatus: 'PENDING',
    })
    assert.equal(venue.position, 1)
  })
})

describe('A PENDING order', () => {
  test('when its execution delay has passed, then it is EXECUTED at exactly that time', async () => {
    const { clock, venue, place } = openVenue()
    const { orderId, placedAt } = await place()
    const [placed] = venue.events(0, 1)
    assert.ok(placed?.type === 'OrderPlaced' && placed.plan.does === 'execute')
    const { dueAt } = placed.plan

    clock.advance(dueAt - placedAt - 1)
    assert.equal((venue.find(orderId) as Order).orderStatus, 'PENDING')
    clock.advance(1)

    assert.deepEqual(venue.find(orderId), {
      orderStatus: 'EXECUTED',
      orderId,
      ticket,
      placedAt,
      executedAt: dueAt,
      version: 2,
    })
  })

  test('when it is cancelled, then it is CANCELLED and never executed', async () => {
    const { clock, venue, place } = openVenue()
    const { orderId, placedAt } = await place()
    clock.advance(1000)

    const cancelled = await venue.cancel(orderId)
    clock.advance(10_000)

    assert.deepEqual(cancelled, {
      orderStatus: 'CANCELLED',
      orderId,
      ticket,
      placedAt,
      cancelledAt: placedAt + 1000,
      cancelledBy: 'TRADER',
      version: 2,
    })
    assert.deepEqual(venue.find(orderId), cancelled)
    assert.equal(venue.position, 2)
  })
})

describe('An EXECUTED order', () => {
  test('when it is cancelled, then that is refused and nothing is recorded', async () => {
    const { clock, venue, place } = openVenue()
    const { orderId } = await place()
    clock.advance(3000)

    assert.deepEqual(await venue.cancel(orderId), { refused: 'OrderAlreadyExecuted', orderId })
    assert.equal(venue.position, 2)
  })
})

describe('A CANCELLED order', () => {
  test('when it is cancelled again, then that is refused and nothing is recorded', async () => {
    const { venue, place } = openVenue()
    const { orderId } = await place()

    const answers = await Promise.all([venue.cancel(orderId), venue.cancel(orderId)])

    assert.equal(answers.filter((answer) => !isRefusal(answer)).length, 1)
    assert.deepEqual(answers[1], { refused: 'OrderAlreadyCancelled', orderId })
    assert.equal(venue.position, 2)
  })
})

describe('Orders that are due together', () => {
  test('are executed in the order of their placement, whatever the order of their plans', async () => {
    const { clock, venue, place } = openVenue()
    const orderIds = [await place(), await place(), await place()].map(({ orderId }) => orderId)
    for (const orderId of orderIds.toReversed()) await venue.release(orderId, 5)

    clock.advance(5)

    const executed = venue.events(3, 3).map(({ orderId }) => orderId)
    assert.deepEqual(executed, orderIds)
  })
})

describe('An order that nobody placed', () => {
  test('is not found and cannot be cancelled', async () => {
    const { venue } = openVenue()
    const refusal = { refused: 'OrderNotFound', orderId: 'nobody' }

    assert.deepEqual(venue.find('nobody'), refusal)
    assert.deepEqual(await venue.cancel('nobody'), refusal)
  })
})

describe('A follower', () => {
  test('receives every change in order, each with the order right after it', async () => {
    const { clock, venue, place } = openVenue()
    const received: Change[] = []
    venue.follow((changes) => received.push(...changes))

    const [first, second] = await Promise.all([place(), place()])
    await venue.cancel(first.orderId)
    clock.advance(3000)
    await Promise.resolve()

    assert.deepEqual(
      received.map(({ event, order }) => [event.position, order.orderId, order.orderStatus]),
      [
        [1, first.orderId, 'PENDING'],
        [2, second.orderId, 'PENDING'],
        [3, first.orderId, 'CANCELLED'],
        [4, second.orderId, 'EXECUTED'],
      ],
    )
  })

  test('receives exactly the changes that the log returns later', async () => {
    const { clock, venue, place } = openVenue()
    const received: Change[] = []
    venue.follow((changes) => received.push(...changes))

    const { orderId } = await place()
    await place()
    await venue.cancel(orderId)
    clock.advance(3000)
    await Promise.resolve()

    assert.deepEqual(venue.changes(0, 100), received)
    assert.deepEqual(venue.changes(1, 2), received.slice(1, 3))
    assert.equal(received.length, 4)
  })

  test('receives an order as PENDING first, even if it was cancelled in the same tick', async () => {
    const { venue } = openVenue()
    const received: string[] = []
    venue.follow((changes) => received.push(...changes.map(({ order }) => order.orderStatus)))

    const placing = venue.place(ticket)
    const { orderId } = venue.list({ limit: 1 }).orders[0] as Order
    await Promise.all([placing, venue.cancel(orderId)])

    assert.deepEqual(received, ['PENDING', 'CANCELLED'])
  })

  test('receives nothing recorded before it was added, even in the same tick', async () => {
    const { venue, place } = openVenue()
    const received: number[] = []
    const placing = venue.place(ticket)
    venue.follow((changes) => received.push(...changes.map(({ event }) => event.position)))

    await placing
    await place()

    assert.deepEqual(received, [2])
  })

  test('that is removed during a broadcast receives nothing more', async () => {
    const { venue, place } = openVenue()
    let calls = 0
    const unfollows: (() => void)[] = []
    for (let follower = 0; follower < 2; follower++) {
      unfollows.push(
        venue.follow(() => {
          calls++
          for (const unfollow of unfollows) unfollow()
        }),
      )
    }

    await place()

    assert.equal(calls, 1)
  })

  test('receives only what is in the log, and nothing after it is removed', async () => {
    const { venue, place } = openVenue()
    let count = 0
    const unfollow = venue.follow((changes) => {
      count += changes.length
      for (const { event } of changes) {
        assert.deepEqual(venue.events(event.position - 1, 1), [event])
      }
    })

    await place()
    unfollow()
    await place()

    assert.equal(count, 1)
  })
})

describe('The same seed', () => {
  test('gives every order the same id and delay, whatever happens to the others', async () => {
    const story = async (pauseMs: number) => {
      const { clock, venue } = openVenue()
      for (let nth = 0; nth < 3; nth++) {
        await venue.place(ticket)
        clock.advance(pauseMs)
      }
      return venue
        .events(0, 100)
        .filter((event) => event.type === 'OrderPlaced')
        .map(({ orderId, plan, occurredAt }) => {
          assert.ok(plan.does === 'execute')
          return [orderId, plan.dueAt - occurredAt]
        })
    }

    assert.deepEqual(await story(5000), await story(0))
  })
})

/** A random act in a venue. */
const act = fc.oneof(
  fc.record({
    kind: fc.constant('place' as const),
    symbol: fc.constantFrom('EURUSD', 'BTC/USD', 'BRK.B'),
    clientOrderId: fc.option(fc.constantFrom('a', 'b', 'c', 'd'), { nil: undefined }),
  }),
  fc.record({ kind: fc.constant('cancel' as const), nth: fc.nat(30) }),
  fc.record({ kind: fc.constant('wait' as const), ms: fc.nat(2000) }),
)

type Act = typeof act extends fc.Arbitrary<infer A> ? A : never

async function live(acts: readonly Act[]) {
  const opened = openVenue()
  const { clock, venue } = opened
  for (const one of acts) {
    if (one.kind === 'wait') clock.advance(one.ms)
    else if (one.kind === 'place')
      await venue.place({ ...ticket, ...one, kind: undefined } as Ticket)
    else {
      const { orders } = venue.list({ limit: 100 })
      await venue.cancel(orders[one.nth % (orders.length || 1)]?.orderId ?? 'nobody')
    }
  }
  return opened
}

describe('Any history', () => {
  test('replayed into a new venue gives the same read model and continues the same way', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 40 }), async (acts) => {
        const { clock, venue } = await live(acts)
        const history = venue.events(0, Number.MAX_SAFE_INTEGER)

        const laterClock = createVirtualClock(clock.now())
        const replayed = createVenue({
          clock: laterClock,
          chance: createChance('another seed'),
          executionDelay: { minMs: 0, maxMs: 0 },
          history,
        })
        const everything = { limit: 1000 }
        assert.deepEqual(replayed.list(everything), venue.list(everything))

        clock.advance(3000)
        laterClock.advance(3000)
        assert.deepEqual(replayed.list(everything), venue.list(everything))
        assert.ok(
          venue.list(everything).orders.every(({ orderStatus }) => orderStatus !== 'PENDING'),
        )
      }),
    )
  })

  test('has positions 1, 2, 3, …, ascending times, and one final status per order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 40 }), async (acts) => {
        const { clock, venue } = await live(acts)
        clock.advance(3000)
        const events = venue.events(0, Number.MAX_SAFE_INTEGER)

        events.forEach((event, index) => {
          assert.equal(event.position, index + 1)
          assert.ok(event.occurredAt >= (events[index - 1]?.occurredAt ?? 0))
        })
        for (const [orderId, life] of Map.groupBy(events, ({ orderId }) => orderId)) {
          assert.equal(life.length, 2, `order ${orderId}`)
          assert.equal(life[0]?.type, 'OrderPlaced')
          assert.notEqual(life[1]?.type, 'OrderPlaced')
        }
      }),
    )
  })
})

describe('A log', () => {
  test('has a unique id, even among logs of the same seed and start', async () => {
    const [one, other] = [openVenue(), openVenue()]

    assert.notEqual(one.venue.logId, other.venue.logId)
    assert.match(one.venue.logId, /^[0-9a-hjkmnp-tv-z]{26}$/)
    assert.equal((await one.place()).orderId, (await other.place()).orderId)
    assert.deepEqual(await one.venue.digest(), await other.venue.digest())
  })

  test('keeps its id when another venue continues it', async () => {
    const { venue, place, clock } = openVenue()
    await place()

    const next = createVenue({
      clock,
      chance: createChance('another'),
      executionDelay: { minMs: 1500, maxMs: 3000 },
      log: venue.stop(),
    })

    assert.equal(next.logId, venue.logId)
    assert.equal(next.position, 1)
  })
})

describe('A preview', () => {
  test('is what placing then returns, and records nothing', async () => {
    const { venue, place } = openVenue()

    const preview = venue.preview(ticket)

    assert.equal(venue.position, 0)
    assert.deepEqual(preview, await place())
  })

  test('is refused when placing would be', async () => {
    const { venue, place } = openVenue()
    await place({ ...ticket, clientOrderId: 'alice-1' })

    const preview = venue.preview({ ...ticket, clientOrderId: 'alice-1' })

    assert.ok(isRefusal(preview) && preview.refused === 'DuplicateClientOrderId')
  })
})

describe('A cancel that names versions', () => {
  test('given the order has one of them, then the order is cancelled', async () => {
    const { venue, place } = openVenue()
    const { orderId } = await place()

    assert.ok(!isRefusal(await venue.cancel(orderId, { versions: [2, 1] })))
  })

  test('given the order has another, then it is refused as a mismatch, even when the order is final', async () => {
    const { clock, venue, place } = openVenue()
    const { orderId } = await place()

    const early = await venue.cancel(orderId, { versions: [2] })
    clock.advance(3000)
    const late = await venue.cancel(orderId, { versions: [1] })

    const mismatch = { refused: 'VersionMismatch', orderId }
    assert.deepEqual(early, { ...mismatch, orderStatus: 'PENDING', version: 1 })
    assert.deepEqual(late, { ...mismatch, orderStatus: 'EXECUTED', version: 2 })
    assert.equal(venue.position, 2)
  })
})

describe('The past', () => {
  test('shows an order as it was at a position', async () => {
    const { clock, venue, place } = openVenue()
    const order = await place()
    clock.advance(3000)

    const { orderId } = order
    assert.deepEqual(venue.find(orderId, 0), { refused: 'OrderNotYetPlaced', orderId, at: 0 })
    assert.deepEqual(venue.find('nobody', 0), { refused: 'OrderNotFound', orderId: 'nobody' })
    assert.deepEqual(venue.find(orderId, 1), order)
    assert.deepEqual(venue.find(orderId, 2), venue.find(orderId))
    assert.deepEqual(venue.list({ orderStatus: 'PENDING', at: 1, limit: 1 }).orders, [order])
  })

  test('shows the events of an order', async () => {
    const { clock, venue, place } = openVenue()
    const { orderId } = await place()
    await place()
    clock.advance(3000)

    const history = venue.history(orderId)

    assert.ok(!isRefusal(history))
    assert.deepEqual(
      history.map(({ type }) => type),
      ['OrderPlaced', 'OrderExecuted'],
    )
    assert.ok(history.every((event) => event.orderId === orderId))
    assert.ok(isRefusal(venue.history('nobody')))
  })
})

describe('Waiting for a position', () => {
  test('ends inside the call that reaches it', async () => {
    const { clock, venue, place } = openVenue()
    const ends: boolean[] = []
    await place()

    venue.waitForPosition(2, clock.now() + 1000, (isReached) => ends.push(isReached))
    const placing = place()

    assert.deepEqual(ends, [true])
    await placing
  })

  test('ends without success when the time is up, and leaves no timer', () => {
    const { clock, venue } = openVenue()
    const ends: boolean[] = []

    venue.waitForPosition(1, clock.now() + 1000, (isReached) => ends.push(isReached))
    clock.advance(1000)

    assert.deepEqual(ends, [false])
    assert.equal(clock.nextDue(), undefined)
  })
})
