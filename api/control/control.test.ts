import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { bodyIn, issuesIn, orderIn, problemIn } from '../test/support/app.ts'
import { openControl } from '../test/support/control.ts'
import type { Advanced, ClockState, VenueState } from './control-contract.ts'

/** The part of the document about bodies. */
interface Described {
  readonly paths: Record<
    string,
    Record<string, { requestBody?: { content: Record<string, { example?: object }> } }>
  >
}

/** The operations that take a body, each with its example. */
const takingBodies = (paths: Described['paths']) =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, { requestBody }]) => {
      const { example } = requestBody?.content['application/json'] ?? {}
      const target = path.replace('{venue}', 'held').replace('{orderId}', '1')
      return example ? [{ method: method.toUpperCase(), target, example }] : []
    }),
  )

/** Copies of an example, each with one field replaced, or the whole of it. */
const broken = (example: object) =>
  [[], null, 'x', true, -1, 1e20].flatMap((wrong) => [
    wrong,
    ...Object.keys(example).map((name) => ({ ...example, [name]: wrong })),
  ])

describe('A venue', () => {
  test('is opened with the options given, and the defaults of the main venue', async () => {
    const { open } = openControl()

    const { name, seed, clock, position } = await open()
    assert.deepEqual([name, clock.mode, position], ['venue-1', 'real', 0])
    assert.match(seed, /^[0-9a-f]{12}$/)
    const second = await open({
      name: 'mine',
      seed: '42',
      latencyMs: 5,
      executionDelayMs: { minMs: 1, maxMs: 2 },
      clock: { mode: 'scaled', speed: 60 },
    })
    const { name: mine, latencyMs, executionDelayMs } = second
    assert.deepEqual(
      [mine, latencyMs, executionDelayMs, second.clock.mode, second.clock.speed],
      ['mine', 5, { minMs: 1, maxMs: 2 }, 'scaled', 60],
    )
  })

  for (const [draft, ...pointers] of [
    [{ name: 'no spaces' }, '/name'],
    [{ seed: 5 }, '/seed'],
    [{ latencyMs: -1 }, '/latencyMs'],
    [{ latencyMs: { minMs: 5, maxMs: 1 } }, '/latencyMs'],
    [{ clock: { mode: 'warped' } }, '/clock/mode'],
    [{ clock: { mode: 'scaled', speed: 0 } }, '/clock/speed'],
    [{ clock: { mode: 'held', startsAt: 'today' } }, '/clock/startsAt'],
    [{ clock: { mode: 'held', startsAt: '1969-12-31T23:59:59Z' } }, '/clock/startsAt'],
    [{ clock: { mode: 'held', startsAt: '9999-12-31T23:59:59-00:01' } }, '/clock/startsAt'],
    [{ colour: 'red' }, '/colour'],
  ] as const) {
    test(`is refused as ${JSON.stringify(draft)}`, async () => {
      const { post } = openControl()
      assert.deepEqual(await issuesIn(post('/venues', draft)), ['INVALID_REQUEST', ...pointers])
    })
  }

  test('is refused if its name is taken, is listed, and is closed', async () => {
    const { open, post, ask, get } = openControl()
    await open({ name: 'mine' })

    assert.deepEqual(await issuesIn(post('/venues', { name: 'mine' })), ['VENUE_NAME_TAKEN'])
    const names = async () =>
      (await bodyIn<VenueState[]>(ask('GET', '/venues'))).map(({ name }) => name)
    assert.deepEqual(await names(), ['main', 'mine'])
    assert.equal((await ask('DELETE', '/venues/mine')).status, 204)
    assert.deepEqual(await names(), ['main'])
    assert.deepEqual(await issuesIn(get('/orders', { venue: 'mine' })), ['VENUE_NOT_FOUND'])
    assert.deepEqual(await issuesIn(ask('DELETE', '/venues/mine')), ['VENUE_NOT_FOUND'])
    assert.deepEqual(await issuesIn(ask('DELETE', '/venues/main')), ['MAIN_VENUE_STAYS'])
  })

  test('starts over on a reset, with a new log', async () => {
    const { open, post, ask, placeIn } = openControl()
    const { logId } = await open({ name: 'mine', latencyMs: 0, clock: { mode: 'held' } })
    await placeIn('mine')
    await post('/venues/mine/clock/advance', { byMs: 5000 })
    await post('/venues/mine/outcomes', { outcome: { does: 'hold' } })

    const fresh = await bodyIn<VenueState>(post('/venues/mine/reset'))

    assert.equal(fresh.position, 0)
    assert.equal(fresh.clock.now, '2026-01-01T00:00:00.000Z')
    assert.notEqual(fresh.logId, logId)
    assert.deepEqual(await bodyIn(ask('GET', '/venues/mine/outcomes')), [])
  })
})

describe('A held clock', () => {
  test('advances by a duration, to an instant, and until idle', async () => {
    const { open, post, placeIn, readIn } = openControl()
    await open({ name: 'mine', seed: '42', latencyMs: 0, clock: { mode: 'held' } })
    const advance = (how: object) => bodyIn<Advanced>(post('/venues/mine/clock/advance', how))
    const { orderId } = await placeIn('mine')

    const early = await advance({ byMs: 1000 })
    assert.deepEqual([early.clock.now, early.events], ['2026-01-01T00:00:01.000Z', []])
    const later = await advance({ untilIdle: true })
    assert.deepEqual([later.after, later.position], [1, 2])
    assert.deepEqual(
      later.events.map(({ type }) => type),
      ['OrderExecuted'],
    )
    assert.equal((await readIn('mine', orderId)).orderStatus, 'EXECUTED')
    const last = await advance({ to: '2026-01-02T00:00:00Z' })
    assert.equal(last.clock.now, '2026-01-02T00:00:00.000Z')
  })

  test('keeps requests waiting, and advances further only after they have replies', async () => {
    const { open, post, ask, placeIn } = openControl()
    await open({ name: 'mine', latencyMs: 500, executionDelayMs: 100, clock: { mode: 'held' } })
    const placing = placeIn('mine')
    const clock = await bodyIn<ClockState>(ask('GET', '/venues/mine/clock'))
    assert.equal(clock.waitingRequests, 1)

    const { events } = await bodyIn<Advanced>(
      post('/venues/mine/clock/advance', { untilIdle: true }),
    )

    assert.deepEqual(
      events.map(({ type, occurredAt }) => [type, occurredAt]),
      [
        ['OrderPlaced', '2026-01-01T00:00:00.500Z'],
        ['OrderExecuted', '2026-01-01T00:00:00.600Z'],
      ],
    )
    assert.equal((await placing).placedAt, '2026-01-01T00:00:00.500Z')
  })

  test('advances further only after requests that waited for the log have replies', async () => {
    const { open, post, get, placeIn } = openControl()
    const draft = { latencyMs: 0, executionDelayMs: 100, clock: { mode: 'held' } }
    await open({ name: 'mine', ...draft })
    await placeIn('mine')
    await post('/venues/mine/clock/advance', { byMs: 50 })
    await placeIn('mine')
    const reading = get('/orders', { venue: 'mine', 'min-log-position': '3' })

    await post('/venues/mine/clock/advance', { untilIdle: true })

    assert.equal((await reading).headers.get('log-position'), '3')
  })

  test('advances further only after requests whose log position is reached have replies', async () => {
    const { open, post, get, placeIn } = openControl()
    const draft = { executionDelayMs: 100, clock: { mode: 'held' } }
    await open({ name: 'mine', latencyMs: { 'POST /orders': 0, 'GET /orders': 50 }, ...draft })
    await placeIn('mine')
    await post('/venues/mine/clock/advance', { byMs: 50 })
    await placeIn('mine')
    const reading = get('/orders', { venue: 'mine', 'min-log-position': '2' })

    await post('/venues/mine/clock/advance', { untilIdle: true })

    assert.equal((await reading).headers.get('log-position'), '3')
  })

  for (const [end, method, path] of [
    ['closed', 'DELETE', '/venues/mine'],
    ['reset', 'POST', '/venues/mine/reset'],
  ] as const) {
    test(`reports that its venue was ${end} while it advanced`, async () => {
      const { open, post, ask, placeIn, venues } = openControl()
      await open({ name: 'mine', latencyMs: 0, clock: { mode: 'held' } })
      await placeIn('mine')
      const { venue } = venues.find('mine') ?? assert.fail()
      const ended = new Promise((resolve) => venue.follow(() => resolve(ask(method, path))))

      const { code, detail } = await problemIn(
        post('/venues/mine/clock/advance', { untilIdle: true }),
      )
      await ended
      assert.equal(code, 'VENUE_CLOSED')
      assert.equal(detail, 'mine was closed or reset while its clock advanced.')
    })
  }

  test('is the only kind that can be advanced, and by at most a year', async () => {
    const { open, post } = openControl()
    await open({ name: 'real' })
    await open({ name: 'held', clock: { mode: 'held' } })
    const faults = (venue: string, how: object) =>
      issuesIn(post(`/venues/${venue}/clock/advance`, how))

    assert.deepEqual(await faults('real', { byMs: 1 }), ['CLOCK_NOT_HELD'])
    for (const how of [{}, { byMs: -1 }, { byMs: 1, untilIdle: true }, { untilIdle: false }]) {
      assert.equal((await faults('held', how))[0], 'INVALID_REQUEST', JSON.stringify(how))
    }
    assert.deepEqual(await faults('held', { to: '2030-01-01T00:00:00Z' }), [
      'INVALID_REQUEST',
      '/to',
    ])
  })
})

describe('The control of orders', () => {
  test('executes, cancels, holds and releases PENDING orders', async () => {
    const { open, post, placeIn, readIn } = openControl()
    await open({ name: 'mine', latencyMs: 0, clock: { mode: 'held' } })
    const orders = [await placeIn('mine'), await placeIn('mine'), await placeIn('mine')]
    const [one, two, three] = orders.map(({ orderId }) => orderId)
    const act = (id: string | undefined, name: string, body?: object) =>
      post(`/venues/mine/orders/${id}/${name}`, body)

    assert.equal((await orderIn(act(one, 'execute'))).orderStatus, 'EXECUTED')
    const rejected = await orderIn(act(two, 'cancel', { reason: 'no liquidity' }))
    assert.deepEqual(
      [rejected.orderStatus, 'cancelledBy' in rejected && rejected.cancelledBy],
      ['CANCELLED', 'VENUE'],
    )
    assert.equal('reason' in rejected && rejected.reason, 'no liquidity')
    await orderIn(act(three, 'hold'))
    await post('/venues/mine/clock/advance', { byMs: 60_000 })
    assert.equal((await readIn('mine', three ?? '')).orderStatus, 'PENDING')
    await orderIn(act(three, 'release', { afterMs: 250 }))
    await post('/venues/mine/clock/advance', { byMs: 250 })
    assert.equal((await readIn('mine', three ?? '')).orderStatus, 'EXECUTED')

    for (const name of ['execute', 'cancel', 'hold', 'release']) {
      assert.deepEqual(await issuesIn(act(one, name)), ['ORDER_ALREADY_EXECUTED'], name)
      assert.deepEqual(await issuesIn(act(two, name)), ['ORDER_ALREADY_CANCELLED'], name)
      assert.deepEqual(await issuesIn(act('nobody', name)), ['ORDER_NOT_FOUND'], name)
    }
  })
})

describe('An outcome rule', () => {
  test('decides the outcome of matching orders until its times are used up', async () => {
    const { open, post, ask, placeIn, readIn } = openControl()
    await open({ name: 'mine', latencyMs: 0, clock: { mode: 'held' } })
    const path = '/venues/mine/outcomes'
    const rule = await bodyIn<{ id: string }>(
      post(path, {
        match: { symbol: 'EURUSD', clientOrderId: 'alice-*' },
        outcome: { does: 'cancel', afterMs: 100, reason: 'no liquidity' },
        times: 1,
      }),
    )
    const fated = await placeIn('mine', { clientOrderId: 'alice-1' })
    const other = await placeIn('mine', { clientOrderId: 'bob-1' })
    const third = await placeIn('mine', { clientOrderId: 'alice-2' })

    await post('/venues/mine/clock/advance', { untilIdle: true })

    const statuses = await Promise.all(
      [fated, other, third].map(async ({ orderId }) => (await readIn('mine', orderId)).orderStatus),
    )
    assert.deepEqual(statuses, ['CANCELLED', 'EXECUTED', 'EXECUTED'])
    const [state] = await bodyIn<{ seen: number; hits: number }[]>(ask('GET', path))
    assert.deepEqual([state?.seen, state?.hits], [1, 1])
    assert.equal((await ask('DELETE', `${path}/${rule.id}`)).status, 204)
    const { code, detail } = await problemIn(ask('DELETE', `${path}/${rule.id}`))
    assert.equal(code, 'RULE_NOT_FOUND')
    assert.equal(detail, `There is no ${rule.id} at ${path}.`)
  })

  test('is refused if it is inconsistent', async () => {
    const { post } = openControl()
    for (const [draft, pointer] of [
      [{}, '/outcome'],
      [{ outcome: { does: 'explode' } }, '/outcome/does'],
      [{ outcome: { does: 'hold' }, times: 0 }, '/times'],
      [{ outcome: { does: 'hold' }, match: { nth: 0 } }, '/match/nth'],
      [{ outcome: { does: 'hold' }, match: { probability: 2 } }, '/match/probability'],
      [{ outcome: { does: 'hold' }, match: { symbol: 'eur' } }, '/match/symbol'],
      [{ outcome: { does: 'hold' }, match: { quantity: { min: 2, max: 1 } } }, '/match/quantity'],
    ] as const) {
      const faults = await issuesIn(post('/venues/main/outcomes', draft))
      assert.deepEqual(faults, ['INVALID_REQUEST', pointer])
    }
  })
})

describe('The control API', () => {
  test('accepts requests with its token, and no others', async () => {
    const { ask } = openControl('secret')

    const refused = await ask('GET', '/venues')
    assert.match(refused.headers.get('www-authenticate') ?? '', /^Bearer/)
    assert.equal((await problemIn(refused)).code, 'UNAUTHORIZED')
    const inSmallLetters = { authorization: 'bearer secret' }
    assert.equal((await ask('GET', '/venues', undefined, inSmallLetters)).status, 200)
    const wrong = { authorization: 'Bearer wrong' }
    assert.deepEqual(await issuesIn(ask('GET', '/venues', undefined, wrong)), ['UNAUTHORIZED'])
    const right = { authorization: 'Bearer secret' }
    assert.equal((await ask('GET', '/venues', undefined, right)).status, 200)
    assert.equal((await ask('GET', '/openapi.json')).status, 200)
  })

  test('refuses requests from pages of another origin', async () => {
    const { post } = openControl()
    const page = { origin: 'http://evil.example', host: '127.0.0.1:8081' }

    assert.deepEqual(await issuesIn(post('/venues/main/reset', undefined, page)), [
      'FORBIDDEN_ORIGIN',
    ])
  })

  test('reports each error of a body once, in its own words', async () => {
    const { ask, open } = openControl()
    await open({ name: 'held', clock: { mode: 'held' } })
    const { paths } = await bodyIn<Described>(ask('GET', '/openapi.json'))

    for (const { method, target, example } of takingBodies(paths)) {
      for (const body of broken(example)) {
        const answer = await ask(method, target, body)
        if (answer.status !== 400) continue
        const { errors = [], detail } = await problemIn(answer)
        const texts = errors.map(({ pointer, message }) => `${pointer} ${message}`)
        assert.doesNotMatch(detail, /expected|Invalid|Too (big|small)/, target)
        assert.equal(new Set(texts).size, texts.length, detail)
      }
    }
  })

  test('is not served on the trading port', async () => {
    const { get, app } = openControl()

    assert.deepEqual(await issuesIn(get('/venues')), ['ROUTE_NOT_FOUND'])
    const reset = app.request('/venues/main/reset', { method: 'POST' })
    assert.deepEqual(await issuesIn(reset), ['ROUTE_NOT_FOUND'])
  })
})
