import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createVirtualClock } from '../../engine/index.ts'
import { bodyIn, issuesIn, nextPageOf, openApp, orderIn, ticket } from '../test/support/app.ts'
import type { HostedVenueOptions } from './hosted-venue.ts'

/** A platform with a second venue. */
async function openTwo(options: Partial<HostedVenueOptions> = {}) {
  const opened = openApp()
  const clock = createVirtualClock()
  const other = await opened.venues.open({
    ...opened.venues.main.options,
    name: 'other',
    time: { mode: 'held', clock },
    ...options,
  })
  assert.ok(other)
  const send = opened.send
  const placeThere = (changed: object = {}) =>
    orderIn(send(JSON.stringify({ ...ticket, ...changed }), { venue: 'other' }))
  return { ...opened, other, otherClock: clock, placeThere }
}

describe('A venue', () => {
  test('is named by the header, else by the query, else it is the main one', async () => {
    const { get, placeThere, placed } = await openTwo()
    const there = await placeThere()
    const here = await placed({ quantity: 7 })

    for (const [headers, query, found] of [
      [{ venue: 'other' }, '', there],
      [{}, '?venue=other', there],
      [{}, '?%76enu%65=other', there],
      [{}, '', here],
      [{ venue: 'main' }, '?venue=other', here],
    ] as const) {
      const orders = await bodyIn<object[]>(get(`/orders${query}`, headers))
      assert.deepEqual(orders, [found])
    }
  })

  test('that is not open is refused on every path', async () => {
    const { get, remove } = await openTwo()

    assert.deepEqual(await issuesIn(get('/orders', { venue: 'nowhere' })), ['VENUE_NOT_FOUND'])
    assert.deepEqual(await issuesIn(get('/log?venue=nowhere')), ['VENUE_NOT_FOUND'])
    assert.deepEqual(await issuesIn(get('/ws?venue=nowhere')), ['VENUE_NOT_FOUND'])
    assert.deepEqual(await issuesIn(remove('/orders/1?venue=')), ['VENUE_NOT_FOUND'])
  })

  test('has its own orders, log, client order ids and idempotency keys', async () => {
    const { get, placeThere, place, placed, send, other, venues } = await openTwo()
    const key = { 'idempotency-key': 'a' }
    await placed({ clientOrderId: 'alice-1' })
    await placeThere({ clientOrderId: 'alice-1' })
    const body = JSON.stringify(ticket)
    const first = await send(body, key)
    const second = await send(body, { ...key, venue: 'other' })

    assert.equal((await place({ clientOrderId: 'alice-1' })).status, 409)
    assert.equal(second.headers.get('idempotent-replayed'), null)
    assert.notEqual(other.venue.logId, venues.main.venue.logId)
    assert.equal(first.headers.get('log-id'), venues.main.venue.logId)
    assert.equal(other.venue.position, 2)
    const found = (await orderIn(second)).orderId
    assert.equal((await get(`/orders/${found}`, { venue: 'other' })).status, 200)
  })

  test('has another log than a closed one with the same name, seed and start', async () => {
    const { venues, other } = await openTwo()
    await venues.remove(other)

    const next = await venues.open(other.options)

    assert.ok(next)
    assert.notEqual(next.venue.logId, other.venue.logId)
  })

  test('has its own clock', async () => {
    const { clock, otherClock, placeThere, placed, get } = await openTwo()
    const [there, here] = [await placeThere(), await placed()]

    otherClock.advance(3000)
    const statusOf = async (id: string, venue: string) =>
      (await orderIn(get(`/orders/${id}`, { venue }))).orderStatus
    assert.equal(await statusOf(there.orderId, 'other'), 'EXECUTED')
    assert.equal(await statusOf(here.orderId, 'main'), 'PENDING')
    clock.advance(3000)
    assert.equal(await statusOf(here.orderId, 'main'), 'EXECUTED')
  })

  test('that the query names is also named by Link and Location', async () => {
    const { get, placeThere, send } = await openTwo()
    await placeThere()
    await placeThere()

    const page = await get('/orders?venue=other&limit=1')
    assert.equal((await get(nextPageOf(page) ?? '')).status, 200)
    for (const query of ['venue=other', 'venu%65=other']) {
      const placed = await send(JSON.stringify(ticket), {}, `/orders?${query}`)
      const location = placed.headers.get('location') ?? ''
      assert.match(location, /\?venue=other$/)
      assert.equal((await get(location)).status, 200)
    }
  })
})

describe('A restart', () => {
  test('keeps the log, and rebuilds the state from it', async () => {
    const { get, placeThere, other, otherClock } = await openTwo()
    const [one, two, three] = [await placeThere(), await placeThere(), await placeThere()]
    await other.venue.cancel(one.orderId)
    await other.venue.hold(two.orderId)
    const before = await bodyIn(get('/orders', { venue: 'other' }))
    const { logId, position } = other.venue

    other.restart()

    assert.deepEqual(await bodyIn(get('/orders', { venue: 'other' })), before)
    assert.deepEqual([other.venue.logId, other.venue.position], [logId, position])
    otherClock.advance(3000)
    const orders = await bodyIn<{ orderId: string; orderStatus: string }[]>(
      get('/orders', { venue: 'other' }),
    )
    assert.deepEqual(
      orders.map(({ orderId, orderStatus }) => [orderId, orderStatus]),
      [
        [three.orderId, 'EXECUTED'],
        [two.orderId, 'PENDING'],
        [one.orderId, 'CANCELLED'],
      ],
    )
  })

  test('keeps the replies under idempotency keys', async () => {
    const { send, other } = await openTwo()
    const again = () => send(JSON.stringify(ticket), { venue: 'other', 'idempotency-key': 'a' })
    const first = await orderIn(again())

    other.restart()

    const second = await again()
    assert.equal(second.headers.get('idempotent-replayed'), 'true')
    assert.deepEqual(await orderIn(second), first)
  })

  test('ends in-flight requests, which then never act', async () => {
    const latency = { minMs: 500, maxMs: 500 }
    const { send, other, otherClock } = await openTwo({ latency })
    let isAnswered = false
    const request = send(JSON.stringify(ticket), { venue: 'other' })
    void Promise.resolve(request).then(() => {
      isAnswered = true
    })
    assert.equal(other.requests.waiting, 1)

    other.restart()
    otherClock.advance(5000)
    await new Promise(setImmediate)

    assert.equal(other.requests.waiting, 0)
    assert.equal(other.venue.position, 0)
    assert.equal(isAnswered, false)
  })

  test('ends a request that has acted on some orders, and each order still ends once', async () => {
    const { remove, other, otherClock } = await openTwo()
    for (let nth = 0; nth < 2000; nth++) await other.venue.place({ ...ticket, side: 'BUY' })
    void remove('/orders?orderStatus=PENDING', { venue: 'other' })
    await new Promise(setImmediate)
    const cancelled = other.venue.position - 2000
    assert.ok(cancelled > 0 && cancelled < 2000)

    other.restart()
    for (let round = 0; round < 10; round++) await new Promise(setImmediate)
    otherClock.advance(5000)

    assert.equal(
      other.venue.list({ orderStatus: 'CANCELLED', limit: 2000 }).orders.length,
      cancelled,
    )
    assert.equal(other.venue.position, 4000)
  })
})
