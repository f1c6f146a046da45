import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { bodyIn, issuesIn, orderIn, ticket, turn, watch } from '../test/support/app.ts'
import { openControl } from '../test/support/control.ts'

/** A platform and a held venue with breakpoints. */
async function openWithBreakpoints() {
  const opened = openControl()
  await opened.open({ name: 'mine', seed: '42', latencyMs: 0, clock: { mode: 'held' } })
  const there = { venue: 'mine' }
  const path = '/venues/mine/breakpoints'
  const held = () => bodyIn<{ id: string }[]>(opened.ask('GET', '/venues/mine/held-requests'))
  const release = (id = '') => opened.post(`/venues/mine/held-requests/${id}/release`)
  const stop = (draft: object) => bodyIn<{ id: string }>(opened.post(path, draft))
  const advance = (byMs: number) => opened.post('/venues/mine/clock/advance', { byMs })
  const cancel = (orderId: string) => watch(opened.remove(`/orders/${orderId}`, there))
  const sendThere = (changed: object = {}) =>
    watch(opened.send(JSON.stringify({ ...ticket, ...changed }), there))
  return { ...opened, there, path, held, release, stop, advance, cancel, sendThere }
}

const cancels = { match: { endpoint: 'DELETE /orders/{orderId}' } }

describe('A request that matches a breakpoint', () => {
  test('is held before its commit, and acts once released', async () => {
    const { stop, placeIn, cancel, held, release, readIn, advance } = await openWithBreakpoints()
    await stop(cancels)
    const { orderId } = await placeIn('mine', { clientOrderId: 'alice-1' })
    await advance(10)

    const cancelling = cancel(orderId)
    const [request] = await held()

    assert.deepEqual(request, {
      id: 'held-1',
      breakpoint: 'breakpoint-1',
      endpoint: 'DELETE /orders/{orderId}',
      orderId,
      symbol: 'EURUSD',
      clientOrderId: 'alice-1',
      since: '2026-01-01T00:00:00.010Z',
    })
    assert.equal((await readIn('mine', orderId)).orderStatus, 'PENDING')
    assert.equal(cancelling.hasCome, false)
    assert.equal((await release(request?.id)).status, 204)
    assert.equal((await cancelling.answer).status, 204)
    assert.equal((await readIn('mine', orderId)).orderStatus, 'CANCELLED')
    assert.deepEqual(await held(), [])
    assert.deepEqual(await issuesIn(release('held-1')), ['REQUEST_NOT_HELD'])
  })

  test('does not stop time, and acts on the state at its release', async () => {
    const { stop, placeIn, cancel, held, release, post } = await openWithBreakpoints()
    await stop(cancels)
    const { orderId } = await placeIn('mine')
    const cancelling = cancel(orderId)
    await turn()

    await post('/venues/mine/clock/advance', { untilIdle: true })

    assert.equal(cancelling.hasCome, false)
    await release((await held())[0]?.id)
    assert.deepEqual(await issuesIn(cancelling.answer), ['ORDER_ALREADY_EXECUTED'])
  })

  test('does not hold up requests before or after it', async () => {
    const { stop, sendThere, held } = await openWithBreakpoints()
    await stop({ match: { endpoint: 'POST /orders', clientOrderId: 'alice-*', nth: 2 } })

    const names = ['bob-1', 'alice-1', 'alice-2', 'alice-3']
    const placing = names.map((clientOrderId) => sendThere({ clientOrderId }))
    await turn()

    assert.deepEqual(
      placing.map(({ hasCome }) => hasCome),
      [true, true, false, true],
    )
    assert.equal((await held()).length, 1)
  })

  test('continues when the breakpoint is removed, and not before', async () => {
    const { stop, sendThere, ask, path, held } = await openWithBreakpoints()
    const one = await stop({ match: { clientOrderId: 'alice-1' } })
    await stop({ match: { clientOrderId: 'alice-2' } })
    await stop({ match: { clientOrderId: 'alice-3' } })
    const [first, second, third] = ['alice-1', 'alice-2', 'alice-3'].map((clientOrderId) =>
      sendThere({ clientOrderId }),
    )
    await turn()
    assert.equal((await held()).length, 3)

    assert.equal((await ask('DELETE', `${path}/${one.id}`)).status, 204)
    assert.equal((await first?.answer)?.status, 201)
    assert.deepEqual([second?.hasCome, third?.hasCome], [false, false])
    assert.equal((await ask('DELETE', path)).status, 204)
    assert.equal((await second?.answer)?.status, 201)
    assert.equal((await third?.answer)?.status, 201)
    assert.deepEqual(await bodyIn(ask('GET', path)), [])
  })

  test('is lost when its venue crashes, and the breakpoint stays', async () => {
    const { stop, sendThere, post, held, ask, path, get, there } = await openWithBreakpoints()
    await stop({ times: 1 })
    const placing = sendThere()
    await turn()
    assert.equal((await held()).length, 1)

    await post('/venues/mine/restart')

    assert.deepEqual(await held(), [])
    await turn()
    assert.equal(placing.hasCome, false)
    const rules = await bodyIn<{ hits: number }[]>(ask('GET', path))
    assert.deepEqual(
      rules.map(({ hits }) => hits),
      [1],
    )
    assert.deepEqual(await bodyIn(get('/orders', there)), [])
  })

  test('is subject to faults only after its release', async () => {
    const { stop, sendThere, post, held, release } = await openWithBreakpoints()
    await stop({})
    const placing = sendThere()
    await turn()
    await post('/venues/mine/faults', {
      at: 'before-commit',
      action: { does: 'answer', status: 503 },
    })

    await release((await held())[0]?.id)

    assert.deepEqual(await issuesIn(placing.answer), ['VENUE_UNAVAILABLE'])
  })
})

test('the placedAt of a held placement is the time of its commit', async () => {
  const { stop, sendThere, held, release, advance } = await openWithBreakpoints()
  await stop({})
  const placing = sendThere()
  await advance(250)

  await release((await held())[0]?.id)

  assert.equal((await orderIn(placing.answer)).placedAt, '2026-01-01T00:00:00.250Z')
})
