import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { bodyIn, issuesIn, orderIn, problemIn, ticket, turn, watch } from '../test/support/app.ts'
import { openControl } from '../test/support/control.ts'
import type { JournalEntry } from './journal-contract.ts'

/** A platform and a held venue with fault rules. */
async function openFaulty(draft: object = {}) {
  const opened = openControl()
  await opened.open({ name: 'mine', seed: '42', latencyMs: 0, clock: { mode: 'held' }, ...draft })
  const path = '/venues/mine/faults'
  const addRule = (fault: object) => bodyIn<{ id: string }>(opened.post(path, fault))
  const listed = () => bodyIn<{ seen: number; hits: number }[]>(opened.ask('GET', path))
  const there = { venue: 'mine' }
  const send = (changed: object = {}, headers: Record<string, string> = {}) =>
    opened.send(JSON.stringify({ ...ticket, ...changed }), { ...there, ...headers })
  const orders = () => bodyIn<object[]>(opened.get('/orders', there))
  const advance = (byMs: number) => opened.post('/venues/mine/clock/advance', { byMs })
  return { ...opened, path, addRule, listed, there, sendThere: send, orders, advance }
}

const endpoint = 'POST /orders'
const [before, after] = ['before-commit', 'after-commit'] as const
const key = { 'idempotency-key': 'a' }

describe('An injected failure', () => {
  for (const [status, code, at, outcome] of [
    [429, 'TOO_MANY_REQUESTS', before, 'not-recorded'],
    [500, 'INTERNAL_ERROR', before, 'unknown'],
    [500, 'INTERNAL_ERROR', after, 'unknown'],
    [502, 'BAD_GATEWAY', before, 'unknown'],
    [502, 'BAD_GATEWAY', after, 'unknown'],
    [503, 'VENUE_UNAVAILABLE', before, 'not-recorded'],
    [503, 'VENUE_UNAVAILABLE', after, 'unknown'],
    [504, 'GATEWAY_TIMEOUT', before, 'unknown'],
    [504, 'GATEWAY_TIMEOUT', after, 'unknown'],
  ] as const) {
    test(`with ${status} ${at} says ${outcome}, and that is true`, async () => {
      const { addRule, sendThere, orders } = await openFaulty()
      await addRule({ match: { endpoint }, at, action: { does: 'answer', status }, times: 1 })

      const problem = await problemIn(sendThere())

      assert.deepEqual([problem.status, problem.code, problem.outcome], [status, code, outcome])
      assert.equal((await orders()).length, at === after ? 1 : 0)
      assert.equal((await sendThere()).status, 201)
    })
  }

  test('says the same before and after the commit if the outcome is unknown', async () => {
    const { addRule, sendThere } = await openFaulty()
    const outcomeOf = async (at: string, status: number) => {
      await addRule({ match: { endpoint }, at, action: { does: 'answer', status }, times: 1 })
      return problemIn(sendThere())
    }
    for (const status of [500, 502, 504]) {
      assert.deepEqual(await outcomeOf(before, status), await outcomeOf(after, status))
    }
  })

  test('has a Retry-After header', async () => {
    const { addRule, sendThere } = await openFaulty()
    const retryAfter = async (action: object) => {
      await addRule({ match: { endpoint }, at: before, action, times: 1 })
      return (await sendThere()).headers.get('retry-after')
    }
    assert.equal(await retryAfter({ does: 'answer', status: 429, retryAfterS: 7 }), '7')
    assert.equal(await retryAfter({ does: 'answer', status: 503 }), '1')
    assert.equal(await retryAfter({ does: 'answer', status: 502 }), null)
  })

  test('of a read says not-recorded', async () => {
    const { addRule, get, there } = await openFaulty()
    await addRule({
      match: { endpoint: 'GET /orders' },
      at: after,
      action: { does: 'answer', status: 504 },
    })

    assert.equal((await problemIn(get('/orders', there))).outcome, 'not-recorded')
  })
})

describe('A lost reply', () => {
  for (const does of ['close', 'reset', 'truncate'] as const) {
    test(`by ${does} is kept under its key, and the order exists`, async () => {
      const { addRule, sendThere, orders } = await openFaulty()
      await addRule({ match: { endpoint }, at: after, action: { does }, times: 1 })

      assert.equal((await sendThere({}, key)).type, 'error')

      const again = await sendThere({}, key)
      assert.equal(again.status, 201)
      assert.equal(again.headers.get('idempotent-replayed'), 'true')
      assert.deepEqual(await orders(), [await orderIn(again)])
    })
  }

  test('by a failure is also kept under its key', async () => {
    const { addRule, sendThere, orders } = await openFaulty()
    const action = { does: 'answer', status: 504 }
    await addRule({ match: { endpoint }, at: after, action, times: 1 })
    assert.equal((await sendThere({}, key)).status, 504)

    const again = await sendThere({}, key)
    assert.deepEqual([again.status, again.headers.get('idempotent-replayed')], [201, 'true'])
    assert.equal((await orders()).length, 1)
  })
})

describe('A fault before the commit', () => {
  for (const action of [
    { does: 'close' },
    { does: 'reset' },
    { does: 'truncate' },
    { does: 'answer', status: 502 },
    { does: 'answer', status: 429 },
  ]) {
    test(`records nothing and leaves its key free: ${JSON.stringify(action)}`, async () => {
      const { addRule, sendThere, orders } = await openFaulty()
      await addRule({ match: { endpoint }, at: before, action, times: 1 })

      const lost = await sendThere({}, key)
      assert.ok(lost.type === 'error' || lost.status > 400)
      assert.deepEqual(await orders(), [])

      const again = await sendThere({}, key)
      assert.deepEqual([again.status, again.headers.get('idempotent-replayed')], [201, null])
      assert.equal((await orders()).length, 1)
    })
  }
})

describe('An injected delay', () => {
  for (const [at, placedAt] of [
    [before, '2026-01-01T00:00:00.500Z'],
    [after, '2026-01-01T00:00:00.000Z'],
  ] as const) {
    test(`${at} elapses on the clock of the venue`, async () => {
      const { addRule, sendThere, advance } = await openFaulty()
      await addRule({ match: { endpoint }, at, action: { does: 'delay', ms: 500 } })
      const placing = watch(sendThere())

      await advance(499)
      await turn()
      assert.equal(placing.hasCome, false)
      await advance(1)

      assert.equal((await orderIn(placing.answer)).placedAt, placedAt)
    })

    test(`${at} of 0 ms needs no advance of that clock`, async () => {
      const { addRule, sendThere } = await openFaulty()
      await addRule({ match: { endpoint }, at, action: { does: 'delay', ms: 0 } })
      const placing = watch(sendThere())

      await turn()

      assert.ok(placing.hasCome)
    })
  }
})

describe('A fault', () => {
  test('affects only matching requests', async () => {
    const { addRule, sendThere, get, remove, there, listed } = await openFaulty()
    const { orderId } = await orderIn(sendThere({ clientOrderId: 'alice-1', symbol: 'BTC/USD' }))
    const action = { does: 'answer', status: 503 }
    const match = { clientOrderId: 'alice-*', symbol: 'BTC/USD' }
    await addRule({ match: { ...match, endpoint: 'GET /orders/{orderId}' }, at: before, action })
    await addRule({ match: { ...match, endpoint: 'DELETE /orders/{orderId}' }, at: before, action })
    await addRule({ match: { endpoint: 'GET /orders', symbol: 'BTC/USD' }, at: before, action })
    await addRule({ match: { endpoint: 'DELETE /orders', symbol: 'BTC/USD' }, at: before, action })
    await addRule({ match: { endpoint, symbol: 'BTC/USD' }, at: before, action })
    const other = await orderIn(sendThere({ clientOrderId: 'bob-1' }))

    const status = async (answer: Response | Promise<Response>) => (await answer).status
    const all = '/orders?orderStatus=PENDING'
    assert.deepEqual(
      await Promise.all([
        status(get(`/orders/${orderId}`, there)),
        status(get(`/orders/${other.orderId}`, there)),
        status(get('/orders/nobody', there)),
        status(remove(`/orders/${orderId}`, there)),
        status(get('/orders?symbol=BTC/USD', there)),
        status(get('/orders', there)),
        status(remove(`${all}&symbol=BTC/USD`, there)),
        status(sendThere({ symbol: 'BTC/USD' })),
        status(sendThere()),
        status(get('/orders?symbol=BTC/USD')),
      ]),
      [503, 200, 404, 503, 503, 200, 503, 503, 201, 200],
    )
    assert.deepEqual(
      (await listed()).map(({ hits }) => hits),
      [1, 1, 1, 1, 1],
    )
  })

  test('affects the nth match, at most `times` times, until it expires', async () => {
    const { addRule, sendThere, advance } = await openFaulty()
    const action = { does: 'answer', status: 503 }
    await addRule({ match: { endpoint, nth: 2 }, at: before, action })
    const statuses = async (count: number) => {
      const all = []
      for (let sent = 0; sent < count; sent++) all.push((await sendThere()).status)
      return all
    }
    assert.deepEqual(await statuses(3), [201, 503, 201])
    await addRule({ at: before, action, expiresAt: '2026-01-01T00:00:01Z' })
    assert.deepEqual(await statuses(2), [503, 503])
    await advance(1000)
    assert.deepEqual(await statuses(1), [201])
  })

  test('with a probability may spare a retry, the same in every run', async () => {
    const run = async () => {
      const { addRule, sendThere } = await openFaulty()
      const action = { does: 'answer', status: 503 }
      await addRule({ match: { endpoint, probability: 0.5 }, at: before, action })
      const statuses = []
      for (let sent = 0; sent < 12; sent++) {
        statuses.push((await sendThere({ clientOrderId: 'alice-1' })).status)
      }
      return statuses
    }
    const first = await run()
    assert.ok(first.includes(503) && first.some((status) => status !== 503), `${first}`)
    assert.deepEqual(await run(), first)
  })

  test('does not affect a replay under an Idempotency-Key', async () => {
    const { addRule, sendThere, listed } = await openFaulty()
    await sendThere({}, key)
    await addRule({ match: {}, at: after, action: { does: 'close' } })

    const again = await sendThere({}, key)

    assert.deepEqual([again.status, again.headers.get('idempotent-replayed')], [201, 'true'])
    assert.equal((await listed())[0]?.seen, 0)
  })

  test('does not affect dry runs and invalid requests', async () => {
    const { addRule, send, sendThere, there, listed } = await openFaulty()
    await addRule({ at: before, action: { does: 'close' } })

    assert.equal((await send(JSON.stringify(ticket), there, '/orders?dryRun=true')).status, 200)
    assert.deepEqual(await issuesIn(sendThere({ quantity: 0 })), ['INVALID_REQUEST', '/quantity'])
    assert.deepEqual((await listed())[0]?.seen, 0)
  })

  test('survives a restart, ends with a reset, and can be listed and removed', async () => {
    const { addRule, post, ask, path, listed, sendThere } = await openFaulty()
    const action = { does: 'answer', status: 502 }
    const { id } = await addRule({ at: before, action })
    await post('/venues/mine/restart')
    assert.equal((await sendThere()).status, 502)

    assert.equal((await ask('DELETE', `${path}/${id}`)).status, 204)
    assert.deepEqual(await issuesIn(ask('DELETE', `${path}/${id}`)), ['RULE_NOT_FOUND'])
    assert.equal((await sendThere()).status, 201)
    await addRule({ at: before, action })
    assert.equal((await ask('DELETE', path)).status, 204)
    assert.deepEqual(await listed(), [])
    await addRule({ at: before, action })
    await post('/venues/mine/reset')
    assert.deepEqual(await listed(), [])
  })

  test('is recorded in the journal, with the reply of the venue', async () => {
    const { addRule, sendThere, ask } = await openFaulty()
    await addRule({ match: { endpoint }, at: after, action: { does: 'answer', status: 504 } })
    await sendThere()

    const [entry] = await bodyIn<JournalEntry[]>(ask('GET', '/venues/mine/journal?path=/orders'))

    assert.deepEqual(entry?.faults, [{ rule: 'fault-1', at: after, does: 'answer' }])
    assert.equal(entry?.reply?.status, 201)
    assert.equal(JSON.parse(entry?.reply?.body ?? '').orderStatus, 'PENDING')
    assert.deepEqual(entry?.caused, [{ from: 1, to: 1 }])
  })

  for (const [draft, pointer] of [
    [{ action: { does: 'close' } }, '/at'],
    [{ at: 'never', action: { does: 'close' } }, '/at'],
    [{ at: after }, '/action'],
    [{ at: after, action: { does: 'explode' } }, '/action/does'],
    [{ at: after, action: { does: 'answer', status: 418 } }, '/action/status'],
    [{ at: after, action: { does: 'answer', status: 429 } }, '/at'],
    [{ at: after, action: { does: 'answer', status: 502, retryAfterS: 1 } }, '/action/retryAfterS'],
    [{ at: after, action: { does: 'close', ms: 5 } }, '/action/ms'],
    [{ at: after, action: { does: 'delay', ms: -1 } }, '/action/ms'],
    [{ at: after, action: { does: 'close' }, match: { endpoint: 'GET /' } }, '/match/endpoint'],
  ] as const) {
    test(`is refused as ${JSON.stringify(draft)}`, async () => {
      const { post } = openControl()
      const faults = await issuesIn(post('/venues/main/faults', draft))
      assert.deepEqual(faults, ['INVALID_REQUEST', pointer])
    })
  }
})
