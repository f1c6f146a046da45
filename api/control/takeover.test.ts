import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Order } from '../contract/orders.ts'
import { createMemoryPlace } from '../test/stores/places.ts'
import { bodyIn, issuesIn, problemIn, ticket, turn, watch } from '../test/support/app.ts'
import { openControl } from '../test/support/control.ts'
import { openDurable } from '../test/support/durable.ts'
import { createTestListener } from '../test/support/listener.ts'
import { positionsOf, subscriptionRequest } from '../test/support/stream.ts'
import type { Advanced, ClockState, VenueState } from './control-contract.ts'

const held = { name: 'mine', seed: '42', latencyMs: 0, clock: { mode: 'held' } }

/** A held venue without latency. */
async function openHeld(opened = openControl(), more: object = {}) {
  const { open, post, ask, get, send, remove, venues } = opened
  await open({ ...held, ...more })
  const hosted = venues.find('mine')
  assert.ok(hosted)
  const headers = { venue: 'mine' }
  return {
    hosted,
    act: (path: string, body?: object) => post(`/venues/mine${path}`, body),
    set: (path: string, body: object) => ask('PUT', `/venues/mine${path}`, body),
    takeOver: (afterMs?: number) =>
      bodyIn<VenueState>(
        post('/venues/mine/takeover', afterMs === undefined ? undefined : { afterMs }),
      ),
    advance: (how: object) => bodyIn<Advanced>(post('/venues/mine/clock/advance', how)),
    place: (key?: string) =>
      send(JSON.stringify(ticket), { ...headers, ...(key && { 'idempotency-key': key }) }),
    read: (path: string, more: Record<string, string> = {}) => get(path, { ...headers, ...more }),
    cancel: (path: string) => remove(path, headers),
    clock: () => bodyIn<ClockState>(ask('GET', '/venues/mine/clock')),
    follow() {
      const listener = createTestListener()
      hosted.stream.subscribe(listener, subscriptionRequest(0))
      return listener
    },
  }
}

/** Status, outcome, reason and Retry-After of a refused command. */
async function refusalIn(reply: Response | Promise<Response>) {
  const { status, outcome, detail } = await problemIn((await reply).clone())
  return [status, outcome, detail, (await reply).headers.get('retry-after')]
}

const refused = [503, 'not-recorded', 'Another node is taking over the venue.', '1']

describe('A takeover', () => {
  test('takes no time by default, and keeps orders, keys and the log id', async () => {
    const { takeOver, place, read, follow } = await openHeld()
    const first = await place('a')
    const alice = follow()
    const { logId, position } = await takeOver()

    assert.deepEqual(alice.closeReason, { code: 1012, reason: 'service restart' })
    assert.deepEqual([logId, position], [first.headers.get('log-id'), 1])
    const again = await place('a')
    assert.equal(again.headers.get('idempotent-replayed'), 'true')
    assert.deepEqual([await bodyIn(read('/orders'))], [[await bodyIn<Order>(first)]])
  })

  test('refuses every command until it ends, and serves reads and streams', async () => {
    const { takeOver, place, cancel, read, follow, advance } = await openHeld()
    await place('a')
    await takeOver(500)
    const alice = follow()

    for (const reply of [
      place(),
      cancel('/orders/nobody'),
      cancel('/orders?orderStatus=PENDING'),
    ]) {
      assert.deepEqual(await refusalIn(reply), refused)
    }
    assert.equal((await read('/orders', { 'min-log-position': '1' })).status, 200)
    assert.equal((await read('/health')).status, 200)
    await advance({ byMs: 499 })
    assert.deepEqual(await refusalIn(place()), refused)
    await advance({ byMs: 1 })
    assert.equal((await place()).status, 201)
    assert.deepEqual([positionsOf(alice), alice.closeReason], [[1, 2], undefined])
  })

  test('that waits for the clock ends when time moves until idle', async () => {
    const { takeOver, advance, place } = await openHeld()
    await takeOver(500)
    const { clock, events } = await advance({ untilIdle: true })

    assert.deepEqual([clock.now, events], ['2026-01-01T00:00:00.500Z', []])
    assert.equal((await place()).status, 201)
  })

  test('delays what is due meanwhile to its end, and says so', async () => {
    const { takeOver, advance, place, clock } = await openHeld()
    await place()
    await takeOver(10_000)
    const end = '2026-01-01T00:00:10.000Z'

    assert.equal((await clock()).nextDueAt, end)
    assert.deepEqual((await advance({ byMs: 9999 })).events, [])
    const { events } = await advance({ untilIdle: true })
    assert.deepEqual(
      events.map(({ type, occurredAt }) => [type, occurredAt]),
      [['OrderExecuted', end]],
    )
  })

  test('gives the requests whose commit it interrupts a reply', async () => {
    const { act, hosted, takeOver, place, read } = await openHeld()
    await act('/commit-faults', { match: {}, action: { does: 'delay', ms: 500 } })
    const inFlight = place('a')
    await turn()
    await hosted.commitsSettled()
    const collecting = place('b')
    await turn()
    await takeOver(500)

    const { status, outcome } = await problemIn(inFlight)
    assert.deepEqual([status, outcome], [503, 'unknown'])
    assert.deepEqual(await refusalIn(collecting), refused)
    assert.deepEqual(await bodyIn(read('/orders')), [])
  })

  test('refuses a request that acts meanwhile, and not one that acts later', async () => {
    const { set, advance, takeOver, place } = await openHeld()
    await set('/latency', { before: 400 })
    const early = watch(place())
    await advance({ byMs: 200 })
    await takeOver(300)
    const late = watch(place())
    await advance({ byMs: 200 })
    assert.deepEqual([early.hasCome, late.hasCome], [true, false])
    assert.deepEqual(await refusalIn(early.answer), refused)
    await advance({ byMs: 200 })
    assert.equal((await late.answer).status, 201)
  })

  test('begins anew with another one, and ends with a crash', async () => {
    const { act, takeOver, advance, place } = await openHeld()
    await takeOver(500)
    await advance({ byMs: 300 })
    await takeOver(500)
    await advance({ byMs: 499 })
    assert.deepEqual(await refusalIn(place()), refused)
    await act('/restart')
    assert.equal((await place()).status, 201)
    await takeOver()
    assert.equal((await place()).status, 201)
  })

  test('leaves no timer when the venue is reset', async () => {
    const { act, takeOver, hosted } = await openHeld()
    await takeOver(500)
    assert.equal(hosted.time.mode === 'held' && hosted.time.clock.nextDue() !== undefined, true)
    await act('/reset')
    assert.equal(hosted.time.mode === 'held' && hosted.time.clock.nextDue(), undefined)
  })

  test('refuses a duration that is negative or longer than a day', async () => {
    const { act } = await openHeld()
    for (const afterMs of [-1, 86_400_001, '1']) {
      assert.deepEqual(await issuesIn(act('/takeover', { afterMs })), [
        'INVALID_REQUEST',
        '/afterMs',
      ])
    }
  })

  test('of a durable venue keeps its orders, its rules and its time', async () => {
    const place = await createMemoryPlace()
    const platform = await openDurable(place)
    const venue = await openHeld(platform, { durable: true })
    await venue.act('/outcomes', { outcome: { does: 'cancel', afterMs: 100 } })
    await venue.place('a')
    await venue.takeOver(500)
    const { events } = await venue.advance({ byMs: 500 })
    assert.deepEqual(
      events.map(({ type }) => type),
      ['OrderCancelled'],
    )
    assert.equal((await venue.place('a')).headers.get('idempotent-replayed'), 'true')
    await platform.close()

    const later = await openDurable(place)
    const { clock, position } = await bodyIn<VenueState>(later.ask('GET', '/venues/mine'))
    assert.deepEqual([clock.now, position], ['2026-01-01T00:00:00.500Z', 2])
    assert.equal((await bodyIn<object[]>(later.ask('GET', '/venues/mine/outcomes'))).length, 1)
    await later.close()
    await place.clear()
  })
})
