import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Order } from '../contract/orders.ts'
import { bodyIn, problemIn, ticket, turn, watch } from '../test/support/app.ts'
import { openControl } from '../test/support/control.ts'
import { createTestListener } from '../test/support/listener.ts'
import { positionsOf, subscriptionRequest } from '../test/support/stream.ts'
import type { Advanced } from './control-contract.ts'
import type { JournalEntry } from './journal-contract.ts'

/** A held venue without latency, with a subscriber. */
async function openHeld() {
  const opened = openControl()
  const name = 'mine'
  await opened.open({ name, seed: '42', latencyMs: 0, clock: { mode: 'held' } })
  const hosted = opened.venues.find(name)
  assert.ok(hosted)
  const alice = createTestListener()
  hosted.stream.subscribe(alice, subscriptionRequest(0))
  const path = `/venues/${name}/commit-faults`
  const headers = { venue: name }
  return {
    ...opened,
    hosted,
    alice,
    path,
    headers,
    add: (action: object, more: object = {}) =>
      bodyIn(opened.post(path, { match: {}, action, times: 1, ...more })),
    place: (key?: string) =>
      opened.send(JSON.stringify(ticket), { ...headers, ...(key && { 'idempotency-key': key }) }),
    orders: () => bodyIn<Order[]>(opened.get('/orders', headers)),
    advance: (byMs: number) =>
      bodyIn<Advanced>(opened.post(`/venues/${name}/clock/advance`, { byMs })),
    logIdOf: (reply: Response) => reply.headers.get('log-id'),
  }
}

/** The code, the outcome and the Retry-After of a problem. */
async function outcomeOf(reply: Response | Promise<Response>) {
  const { code, outcome } = await problemIn((await reply).clone())
  return [code, outcome, (await reply).headers.get('retry-after')]
}

describe('A commit that fails', () => {
  test('and is not in the log leaves no order, and its request may be sent again', async () => {
    const { add, place, orders, alice, hosted } = await openHeld()
    await add({ does: 'fail', recorded: false })

    assert.deepEqual(await outcomeOf(place('a')), ['VENUE_UNAVAILABLE', 'unknown', '1'])
    assert.deepEqual(await orders(), [])
    assert.deepEqual(
      [positionsOf(alice), alice.closeReason],
      [[], { code: 1012, reason: 'service restart' }],
    )
    assert.equal((await place('a')).status, 201)
    assert.equal(hosted.venue.durableEnd, 1)
  })

  test('and is in the log nevertheless leaves one order, whose request gets its reply later', async () => {
    const { add, place, orders, alice } = await openHeld()
    await add({ does: 'fail', recorded: true })

    const reply = await place('a')
    assert.deepEqual(await outcomeOf(reply), ['VENUE_UNAVAILABLE', 'unknown', '1'])
    assert.deepEqual(positionsOf(alice), [])
    const [order, ...others] = await orders()
    const again = await place('a')
    assert.equal(again.headers.get('idempotent-replayed'), 'true')
    assert.equal(again.headers.get('log-id'), reply.headers.get('log-id'))
    assert.deepEqual([await again.json(), others], [order, []])
  })

  test('leaves no effect in the journal', async () => {
    const { add, place, ask } = await openHeld()
    await add({ does: 'fail', recorded: false })
    await place()
    await place()
    const entries = await bodyIn<JournalEntry[]>(ask('GET', '/venues/mine/journal'))
    assert.deepEqual(
      entries
        .filter(({ kind }) => kind === 'request')
        .map(({ reply, caused }) => [reply?.status, caused]),
      [
        [503, []],
        [201, [{ from: 1, to: 1 }]],
      ],
    )
  })

  test('leaves timers, held orders and rules as they were', async () => {
    const { add, place, orders, advance, post, headers, get } = await openHeld()
    const [first, second] = [await bodyIn<Order>(place()), await bodyIn<Order>(place())]
    await bodyIn(post(`/venues/mine/orders/${first.orderId}/hold`))
    await add({ does: 'fail', recorded: false })
    await place()
    await advance(3000)

    assert.deepEqual(
      (await orders()).map(({ orderId, orderStatus }) => [orderId, orderStatus]),
      [
        [second.orderId, 'EXECUTED'],
        [first.orderId, 'PENDING'],
      ],
    )
    assert.equal((await get('/orders', headers)).headers.get('log-position'), '3')
  })

  test('makes a read fail that saw the order', async () => {
    const { add, place, get, headers } = await openHeld()
    await add({ does: 'fail', recorded: false })
    const [placed, read] = await Promise.all([place(), get('/orders', headers)])
    assert.deepEqual(await outcomeOf(placed), ['VENUE_UNAVAILABLE', 'unknown', '1'])
    assert.deepEqual(await outcomeOf(read), ['VENUE_UNAVAILABLE', 'not-recorded', '1'])
    assert.equal(read.headers.get('log-position'), '0')
  })
})

describe('A request that waits when a commit fails', () => {
  test('keeps its key, and acts in the venue that starts again', async () => {
    const { add, place, orders, ask, advance, send, headers } = await openHeld()
    await ask('PUT', '/venues/mine/latency', { before: 500 })
    await add({ does: 'fail', recorded: false }, { match: { symbol: 'GBPUSD' } })
    const failing = watch(send(JSON.stringify({ ...ticket, symbol: 'GBPUSD' }), headers))
    await turn()
    await advance(300)
    const waiting = watch(place('a'))
    await turn()
    await advance(200)
    assert.deepEqual(await outcomeOf(failing.answer), ['VENUE_UNAVAILABLE', 'unknown', '1'])
    const early = watch(place('a'))
    await turn()
    await advance(300)
    assert.equal((await waiting.answer).status, 201)
    await advance(200)
    assert.equal((await problemIn(early.answer)).code, 'IDEMPOTENCY_KEY_IN_USE')
    const shown = orders()
    await turn()
    await advance(500)
    assert.equal((await shown).length, 1)
  })
})

describe('A reply that shows nothing of the log', () => {
  test('does not wait for a commit, nor fail with it', async () => {
    const { add, place, send, get, headers } = await openHeld()
    await add({ does: 'delay', ms: 500 })
    void place()
    await turn()
    const replies = await Promise.all([
      get('/health', headers),
      get('/nothing', headers),
      send('{}', headers),
    ])
    assert.deepEqual(
      replies.map((reply) => [reply.status, reply.headers.get('log-position')]),
      [
        [200, '0'],
        [404, '0'],
        [400, '0'],
      ],
    )
  })
})

describe('A reply of the control API', () => {
  test('waits for a delayed commit if time passes by itself', async () => {
    const { open, post, placeIn, venues } = openControl()
    await open({ name: 'mine', latencyMs: 0 })
    const { orderId } = await placeIn('mine')
    await bodyIn(
      post('/venues/mine/commit-faults', { match: {}, action: { does: 'delay', ms: 30 } }),
    )
    const reply = await post(`/venues/mine/orders/${orderId}/execute`)

    assert.equal(reply.headers.get('log-position'), '2')
    assert.equal(venues.find('mine')?.venue.durableEnd, 2)
  })

  test('states the last durable position if the caller must move the clock', async () => {
    const { add, place, post, advance } = await openHeld()
    const { orderId } = await bodyIn<Order>(place())
    await add({ does: 'delay', ms: 500 })
    const reply = await post(`/venues/mine/orders/${orderId}/execute`)
    assert.equal(reply.headers.get('log-position'), '1')
    await advance(500)
  })
})

describe('A read that waits for a position', () => {
  test('goes on waiting after a commit has failed', async () => {
    const { add, place, get, headers, advance } = await openHeld()
    await add({ does: 'fail', recorded: false })
    const read = watch(get('/orders', { ...headers, 'min-log-position': '1' }))
    await turn()
    await place()
    await place()
    await advance(2000)
    assert.equal((await read.answer).status, 200)
  })
})

describe('A cancellation of many orders that fails in part', () => {
  for (const recorded of [true, false]) {
    test(`may have been recorded (${recorded})`, async () => {
      const { add, hosted, remove, headers, orders } = await openHeld()
      for (let nth = 0; nth < 1200; nth++) {
        hosted.venue.place({ symbol: 'EURUSD', side: 'BUY', quantity: 1 })
      }
      await add({ does: 'fail', recorded }, { match: { orderStatus: 'CANCELLED' } })
      const reply = await remove('/orders?orderStatus=PENDING', headers)

      assert.deepEqual(await outcomeOf(reply), ['VENUE_UNAVAILABLE', 'unknown', '1'])
      const cancelled = hosted.venue.list({ orderStatus: 'CANCELLED', limit: 2000 }).orders.length
      assert.equal(cancelled > 0, recorded)
      assert.equal((await orders()).length, 100)
    })
  }
})

describe('A reply that waits after its request has acted', () => {
  test('is not sent if the commit failed meanwhile', async () => {
    const { add, place, advance, ask } = await openHeld()
    await ask('PUT', '/venues/mine/latency', { after: 500 })
    await add({ does: 'fail', recorded: false })
    const placed = watch(place())
    await turn()
    await advance(500)
    assert.deepEqual(await outcomeOf(placed.answer), ['VENUE_UNAVAILABLE', 'unknown', '1'])
  })
})

describe('A commit that is delayed', () => {
  test('holds back its reply, its message and reads that saw it, until the clock has moved', async () => {
    const { add, place, get, headers, advance, alice } = await openHeld()
    await add({ does: 'delay', ms: 500 })
    const replies = [watch(place()), watch(get('/orders', headers)), watch(place())]
    await advance(499)
    assert.deepEqual(
      [replies.map(({ hasCome }) => hasCome), positionsOf(alice)],
      [[false, false, false], []],
    )
    await advance(1)
    await turn()
    const statuses = await Promise.all(replies.map(async ({ answer }) => (await answer).status))
    assert.deepEqual(
      [statuses, positionsOf(alice)],
      [
        [201, 200, 201],
        [1, 2],
      ],
    )
  })

  test('lets the clock run until idle', async () => {
    const { add, place, post } = await openHeld()
    await add({ does: 'delay', ms: 500 })
    const placed = watch(place())
    const { events, clock } = await bodyIn<Advanced>(
      post('/venues/mine/clock/advance', { untilIdle: true }),
    )
    assert.deepEqual(
      [(await placed.answer).status, events.map(({ type }) => type)],
      [201, ['OrderPlaced', 'OrderExecuted']],
    )
    assert.equal(clock.waitingRequests, 0)
  })

  test('is lost in a restart', async () => {
    const { add, place, post, orders, hosted } = await openHeld()
    await add({ does: 'delay', ms: 500 })
    const placed = watch(place('a'))
    await turn()
    await hosted.commitsSettled()
    await bodyIn(post('/venues/mine/restart'))
    assert.deepEqual([await orders(), placed.hasCome], [[], false])
    assert.equal((await place('a')).status, 201)
  })
})

describe('A crash during a commit', () => {
  for (const recorded of [true, false]) {
    test(`leaves ${recorded ? 'the' : 'no'} order, and its request gets no reply`, async () => {
      const { add, place, orders, alice } = await openHeld()
      await add({ does: 'crash', recorded })
      const lost = watch(place('a'))
      await turn()
      await turn()

      assert.equal((await orders()).length, recorded ? 1 : 0)
      assert.deepEqual([lost.hasCome, alice.closeReason?.code], [false, 1006])
      const again = await place('a')
      assert.deepEqual(
        [again.status, again.headers.get('idempotent-replayed')],
        [201, recorded ? 'true' : null],
      )
      assert.equal((await orders()).length, 1)
    })
  }
})

describe('A commit fault', () => {
  test('affects the commits with an order that it matches, and counts them', async () => {
    const { add, place, remove, headers, ask, path } = await openHeld()
    await add({ does: 'fail', recorded: true }, { match: { orderStatus: 'CANCELLED' } })
    const { orderId } = await bodyIn<Order>(place())
    const cancelled = await remove(`/orders/${orderId}`, headers)

    assert.deepEqual(await outcomeOf(cancelled), ['VENUE_UNAVAILABLE', 'unknown', '1'])
    const [rule] = await bodyIn<{ seen: number; hits: number }[]>(ask('GET', path))
    assert.deepEqual([rule?.seen, rule?.hits], [1, 1])
  })
})
