import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { bodyIn, issuesIn, orderIn, ticket, turn, watch } from '../test/support/app.ts'
import { openControl } from '../test/support/control.ts'
import { createTestListener } from '../test/support/listener.ts'
import { subscriptionRequest } from '../test/support/stream.ts'

/** A new held venue, and a function that sets its latency. */
async function openHeld(draft: object = {}) {
  const opened = openControl()
  const name = 'mine'
  await opened.open({ name, seed: '42', latencyMs: 0, clock: { mode: 'held' }, ...draft })
  const path = `/venues/${name}/latency`
  const set = (latency: object) => opened.ask('PUT', path, latency)
  const advance = (byMs: number) => opened.post(`/venues/${name}/clock/advance`, { byMs })
  const place = (headers: object = {}) =>
    opened.send(JSON.stringify(ticket), { venue: name, ...headers })
  return { ...opened, name, path, set, advance, place }
}

describe('The latency of a venue', () => {
  test('can have any distribution, for all endpoints or for some', async () => {
    const { open, set, ask, path } = await openHeld()
    const shapes = [
      250,
      { minMs: 100, maxMs: 1000 },
      { medianMs: 120, p95Ms: 400 },
      { valuesMs: [10, 15, 15, 200] },
      { 'GET /orders': 5 },
    ]

    for (const shape of shapes) {
      assert.equal((await set({ before: shape, after: shape })).status, 200)
      const state = await bodyIn<{ before: object; after: object }>(ask('GET', path))
      const whole =
        typeof shape === 'object' && 'GET /orders' in shape
          ? {
              'POST /orders': 0,
              'GET /orders': 5,
              'GET /orders/{orderId}': 0,
              'DELETE /orders/{orderId}': 0,
              'DELETE /orders': 0,
            }
          : shape
      assert.deepEqual(state, { before: whole, after: whole })
      const venue = await open({ latencyMs: shape, executionDelayMs: shapes[2] })
      assert.deepEqual([venue.latencyMs, venue.executionDelayMs], [whole, shapes[2]])
    }
  })

  test('has its initial value where omitted, and after a reset', async () => {
    const { set, ask, post, path, name } = await openHeld({ latencyMs: { minMs: 1, maxMs: 2 } })
    const atFirst = { before: { minMs: 1, maxMs: 2 }, after: 0 }
    const latency = () => bodyIn(ask('GET', path))

    assert.deepEqual(await latency(), atFirst)
    await set({ before: 5, after: 7 })
    assert.deepEqual(await bodyIn(set({})), atFirst)
    await set({ before: 5, after: 7 })
    await post(`/venues/${name}/restart`)
    assert.deepEqual(await latency(), { before: 5, after: 7 })
    await post(`/venues/${name}/reset`)
    assert.deepEqual(await latency(), atFirst)
  })

  for (const [draft, ...pointers] of [
    [{ before: -1 }, '/before'],
    [{ before: { medianMs: 0, p95Ms: 5 } }, '/before/medianMs'],
    [{ before: { medianMs: 6, p95Ms: 5 } }, '/before'],
    [{ after: { valuesMs: [] } }, '/after/valuesMs'],
    [{ after: { valuesMs: [1.5] } }, '/after/valuesMs/0'],
    [{ after: { 'PUT /orders': 5 } }, '/after', '/after/PUT ~1orders'],
    [{ after: 86_400_001 }, '/after'],
    [{ between: 5 }, '/between'],
  ] as const) {
    test(`is refused as ${JSON.stringify(draft)}`, async () => {
      const { set } = await openHeld()
      assert.deepEqual(await issuesIn(set(draft)), ['INVALID_REQUEST', ...pointers])
    })
  }
})

describe('A delayed reply', () => {
  test('comes after the stream message, and states its delay', async () => {
    const { set, advance, place, venues, name } = await openHeld()
    await set({ before: 100, after: { 'POST /orders': 50 } })
    const listener = createTestListener()
    venues.find(name)?.stream.subscribe(listener, subscriptionRequest(0))
    const placing = watch(place())

    await advance(100)
    assert.deepEqual(
      listener.orders.map(({ orderStatus }) => orderStatus),
      ['PENDING'],
    )
    await turn()
    assert.equal(placing.hasCome, false)
    await advance(49)
    assert.equal(placing.hasCome, false)
    await advance(1)
    const reply = await placing.answer
    assert.equal(reply.headers.get('server-timing'), 'latency;dur=100, after;dur=50')
    assert.equal((await orderIn(reply)).orderId, listener.orders[0]?.orderId)
  })

  test('can be a refusal, and counts as a waiting request', async () => {
    const { set, advance, get, name, venues } = await openHeld()
    await set({ after: 50 })
    const request = watch(get('/orders/nobody', { venue: name }))
    await turn()
    assert.equal(venues.find(name)?.requests.waitingForTime, 1)

    await advance(50)
    assert.deepEqual(await issuesIn(request.answer), ['ORDER_NOT_FOUND'])
  })

  test('keeps its Idempotency-Key in use until it is sent', async () => {
    const { set, advance, place } = await openHeld()
    await set({ after: { 'POST /orders': { valuesMs: [100, 50] } } })
    const key = { 'idempotency-key': 'a' }
    const first = watch(place(key))
    await turn()
    const second = watch(place(key))

    await advance(100)
    assert.equal((await first.answer).status, 201)
    assert.deepEqual(await issuesIn(second.answer), ['IDEMPOTENCY_KEY_IN_USE'])
    const third = watch(place(key))
    await advance(100)
    assert.equal((await third.answer).headers.get('idempotent-replayed'), 'true')
  })

  test('is lost if the venue crashes meanwhile, and available under its key afterwards', async () => {
    const { set, advance, place, post, name, venues } = await openHeld()
    await set({ after: 50 })
    const key = { 'idempotency-key': 'a' }
    const placing = watch(place(key))
    await turn()

    await post(`/venues/${name}/restart`)
    await set({})
    const again = await place(key)
    await advance(1000)

    assert.equal(placing.hasCome, false)
    assert.equal(again.headers.get('idempotent-replayed'), 'true')
    assert.equal(venues.find(name)?.venue.position, 1)
  })
})
