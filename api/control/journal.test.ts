import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { ConnectionRecord } from '../journal/connection-record.ts'
import { bodyIn, issuesIn, nextPageOf, orderIn, problemIn, ticket } from '../test/support/app.ts'
import { openControl } from '../test/support/control.ts'
import type { VenueState } from './control-contract.ts'
import type { JournalEntry } from './journal-contract.ts'
import type { Recording } from './recording-contract.ts'

/** A held venue with a journal. */
async function openJournal(draft: object = {}) {
  const control = openControl()
  const { open, ask, send } = control
  await open({ name: 'mine', seed: '42', clock: { mode: 'held' }, latencyMs: 0, ...draft })
  const path = '/venues/mine/journal'
  const here = { venue: 'mine' }
  return {
    ...control,
    path,
    here,
    read: (query = '') => bodyIn<JournalEntry[]>(ask('GET', `${path}${query}`)),
    count: async (query = '') =>
      (await bodyIn<{ count: number }>(ask('GET', `${path}/count${query}`))).count,
    place: (changed: object = {}, headers: Record<string, string> = {}) =>
      send(JSON.stringify({ ...ticket, ...changed }), { ...here, ...headers }),
  }
}

describe('The journal of a venue', () => {
  for (const query of ['/journal', '/journal?limit=5', '/recording', '/journal/1/frames']) {
    test(`lets other requests have turns while it shows ${query}`, async () => {
      const { ask, get, send, here, venues } = await openJournal()
      await get('/events', here)
      const { journal, time } = venues.find('mine') ?? assert.fail()
      const [entry] = journal?.after(0) ?? []
      assert.ok(entry)
      const matches = () => true
      entry.connection = new ConnectionRecord(
        { after: 0, filter: { matches } },
        time.clock,
        () => {},
      )
      // Each takes far more than 10 ms to redact.
      const text = '%25&"'.repeat(3_000)
      for (let sent = 0; sent < 5; sent++) {
        await send(text, here)
        entry.connection.recordReceived({ frame: 'text', text })
      }
      let isShown = false
      const page = Promise.resolve(ask('GET', `/venues/mine${query}`)).finally(() => {
        isShown = true
      })
      let turns = 0
      for (; !isShown; turns++) await turn()
      assert.equal((await page).status, 200)
      assert.ok(turns >= 4, `${turns}`)
    })
  }

  test('that is switched on records requests that arrive later, and makes no complete recording', async () => {
    const { ask, venues, read, place } = await openJournal({ journal: false, latencyMs: 100 })
    const waiting = place()
    await ask('PUT', '/venues/mine/journal', { on: true })
    const later = place()
    await ask('POST', '/venues/mine/clock/advance', { byMs: 100 })

    assert.deepEqual([(await waiting).status, (await later).status], [201, 201])
    const targets = (await read()).map(({ id, target }) => [id, target])
    assert.deepEqual(targets, [
      [1, '/orders'],
      [2, '/venues/mine/clock/advance'],
    ])
    const recording = await bodyIn<Recording>(ask('GET', '/venues/mine/recording'))
    assert.equal(recording.isComplete, false)
    await ask('POST', '/venues/mine/reset')
    assert.equal(venues.find('mine')?.journal?.isComplete, true)
  })

  test('that is switched off while a request waits is gone, and the request is answered', async () => {
    const { ask, place, path } = await openJournal({ latencyMs: 100 })
    const waiting = place()
    const { journal } = await bodyIn<VenueState>(ask('PUT', path, { on: false }))
    await ask('POST', '/venues/mine/clock/advance', { byMs: 100 })

    assert.deepEqual([journal, (await waiting).status], [false, 201])
    assert.equal((await problemIn(ask('GET', path))).code, 'NO_JOURNAL')
  })

  test('records a request, its reply, and the events it caused', async () => {
    const { read, place, remove, here } = await openJournal()
    const placed = await place({ clientOrderId: 'alice-1' }, { authorization: 'Bearer secret' })
    const replyBody = await placed.clone().text()
    const { orderId } = await orderIn(placed)
    await remove(`/orders/${orderId}`, here)

    const [first, second, ...others] = await read()

    assert.deepEqual(others, [])
    assert.deepEqual(first, {
      id: 1,
      kind: 'request',
      at: '2026-01-01T00:00:00.000Z',
      method: 'POST',
      target: '/orders',
      headers: {
        'content-type': 'application/json',
        'content-length': '74',
        venue: 'mine',
        authorization: '(redacted)',
      },
      body: JSON.stringify({ ...ticket, clientOrderId: 'alice-1' }),
      reply: {
        at: '2026-01-01T00:00:00.000Z',
        tookMs: 0,
        status: 201,
        headers: first?.reply?.headers,
        body: replyBody,
      },
      caused: [{ from: 1, to: 1 }],
    })
    assert.equal(first?.reply?.headers.Location, `/orders/${orderId}`)
    assert.deepEqual(
      [second?.method, second?.target, second?.reply?.status, second?.caused],
      ['DELETE', `/orders/${orderId}`, 204, [{ from: 2, to: 2 }]],
    )
    assert.equal(second?.body, undefined)
  })

  test('records the events that a request caused itself, not others of that time', async () => {
    const { read, post, place, remove, here } = await openJournal({ executionDelayMs: 1 })
    for (const _ of [1, 2, 3]) await place()
    await post('/venues/mine/clock/advance', { byMs: 1 })
    for (const _ of [1, 2, 3]) await place()

    await remove('/orders?orderStatus=PENDING', here)
    await remove('/orders?orderStatus=PENDING', here)

    const caused = (await read()).map((entry) => entry.caused)
    const alone = [1, 2, 3, 7, 8, 9].map((at) => [{ from: at, to: at }])
    assert.deepEqual(caused, [
      ...alone.slice(0, 3),
      [],
      ...alone.slice(3),
      [{ from: 10, to: 12 }],
      [],
    ])
  })

  test('records the times of a request and its reply, and requests in flight', async () => {
    const { read, post, place } = await openJournal({ latencyMs: 500 })
    const placing = place()

    assert.equal((await read())[0]?.reply, undefined)
    await post('/venues/mine/clock/advance', { byMs: 700 })
    await placing

    const [request, control] = await read()
    assert.deepEqual(
      [request?.at, request?.reply?.at, request?.reply?.tookMs],
      ['2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.500Z', 500],
    )
    assert.deepEqual(
      [control?.kind, control?.target, control?.at, control?.body],
      [
        'control',
        '/venues/mine/clock/advance',
        '2026-01-01T00:00:00.700Z',
        JSON.stringify({ byMs: 700 }),
      ],
    )
  })

  test('records control requests with reply and effects, but no reads', async () => {
    const { read, ask, post, place } = await openJournal()
    const { orderId } = await orderIn(place())
    await ask('HEAD', '/venues/mine/clock')
    await post(`/venues/mine/orders/${orderId}/execute`)
    await post(`/venues/mine/orders/${orderId}/cancel`)

    const [, executed, cancelled, ...others] = await read()
    assert.deepEqual(others, [])
    assert.deepEqual(executed?.caused, [{ from: 2, to: 2 }])
    assert.match(executed?.reply?.body ?? '', /"orderStatus":"EXECUTED"/)
    assert.equal(executed?.reply?.headers['Log-Position'], '2')
    assert.deepEqual([cancelled?.reply?.status, cancelled?.caused], [409, []])
    assert.match(cancelled?.reply?.body ?? '', /ORDER_ALREADY_EXECUTED/)
  })

  test('records refused requests, and a body that nobody read', async () => {
    const { read, send, here, place } = await openJournal()
    await send('no JSON', here)
    await send('{}', { ...here, 'content-type': 'text/plain' })
    await place({ colour: 'red' })

    const entries = await read()
    assert.deepEqual(
      entries.map(({ body, reply, caused }) => [body, reply?.status, caused]),
      [
        ['no JSON', 400, []],
        ['{}', 415, []],
        [JSON.stringify({ ...ticket, colour: 'red' }), 400, []],
      ],
    )
    assert.match(entries[0]?.reply?.body ?? '', /MALFORMED_JSON/)
  })

  test('shows no secrets of headers, query or body, and cannot be searched for them', async () => {
    const { read, send, count, here } = await openJournal()
    const body = JSON.stringify({ ...ticket, password: 'hush-1' })
    const secrets = { ...here, 'x-api-key': 'hush-2', referer: 'https://me:hush-3@x/?token=hush-4' }
    await send(body, secrets, '/orders?access_token=hush-5&dryRun=true')
    await send(body, here, '/orders;jsessionid=hush-6')
    await send('{"symbol":"EURUSD","apiKey":hush-7}', here)
    await send('{"symbol":"Bearer hush-8"}', { ...here, 'x-foo': '{"token":"hush-9"}' })

    const entries = await read()
    assert.equal(entries[0]?.target, '/orders?access_token=(redacted)&dryRun=true')
    assert.equal(entries[0]?.headers.referer, 'https://(redacted)@x/?token=(redacted)')
    assert.equal(entries[0]?.body, JSON.stringify({ ...ticket, password: '(redacted)' }))
    assert.ok(!JSON.stringify(entries).includes('hush'))
    assert.deepEqual([await count('?path=*hush*'), await count('?path=*redacted*')], [0, 1])
  })

  test('shows bytes that are not plain text in base64, and finds them by their text', async () => {
    const { read, send, count, here } = await openJournal()
    const marked = `\ufeff${JSON.stringify({ ...ticket, clientOrderId: 'alice-1' })}`
    const placed = await send(marked, here)
    await send('{"symbol":"\ufeff€"}', here)

    const [first, second] = await read()
    assert.equal(placed.status, 201)
    assert.deepEqual(
      [first?.bodyEncoding, first?.body],
      ['base64', Buffer.from(marked).toString('base64')],
    )
    assert.deepEqual([second?.bodyEncoding, second?.body], [undefined, '{"symbol":"\ufeff€"}'])
    assert.equal(await count('?clientOrderId=alice-1'), 1)
  })

  test('records that a replay under an Idempotency-Key caused nothing', async () => {
    const { read, place } = await openJournal()
    const key = { 'idempotency-key': 'a' }
    await place({}, key)
    await place({}, key)

    const [first, second] = await read()
    assert.equal(second?.reply?.headers['Idempotent-Replayed'], 'true')
    assert.equal(second?.reply?.body, first?.reply?.body)
    assert.deepEqual(second?.caused, [])
  })

  test('survives a crash, and records it', async () => {
    const { read, post, place } = await openJournal({ latencyMs: 500 })
    void place()
    await post('/venues/mine/restart')

    assert.deepEqual(
      (await read()).map(({ kind, target, reply }) => [kind, target, reply?.status]),
      [
        ['request', '/orders', undefined],
        ['control', '/venues/mine/restart', 200],
      ],
    )
  })
})

describe('A journal can be searched', () => {
  async function filled() {
    const opened = await openJournal()
    const { place, remove, get, post, here } = opened
    const alice = await orderIn(place({ clientOrderId: 'alice-1' }))
    await place({ clientOrderId: 'alice-1', symbol: 'BTC/USD' })
    await place({ symbol: 'BTC/USD' })
    await get(`/orders/${alice.orderId}`, here)
    await post(`/venues/mine/orders/${alice.orderId}/execute`)
    await remove(`/orders/${alice.orderId}`, here)
    await get('/orders?symbol=EURUSD', here)
    return { ...opened, orderId: alice.orderId }
  }

  for (const [query, ids] of [
    ['', [1, 2, 3, 4, 5, 6, 7]],
    ['?kind=control', [5]],
    ['?kind=request&method=GET', [4, 7]],
    ['?path=/orders', [1, 2, 3, 7]],
    ['?path=/orders/*', [4, 6]],
    ['?status=409', [2, 6]],
    ['?orderId=ALICE', [1, 2, 4, 5, 6]],
    ['?clientOrderId=alice-1', [1, 2, 4, 5, 6]],
    ['?symbol=BTC/USD', [2, 3]],
    ['?method=POST&status=201&symbol=EURUSD', [1]],
    ['?after=4', [5, 6, 7]],
    ['?clientOrderId=nobody', []],
  ] as const) {
    test(`by ${query || 'no filter'}`, async () => {
      const { read, count, orderId } = await filled()
      const filter = query.replace('ALICE', orderId)

      assert.deepEqual(
        (await read(filter)).map(({ id }) => id),
        ids,
      )
      assert.equal(await count(filter), ids.length)
    })
  }

  test('by path, in any spelling', async () => {
    const { get, here, count, place } = await openJournal()
    const { orderId } = await orderIn(place())
    await get(`/orders/%${orderId.charCodeAt(0).toString(16)}${orderId.slice(1)}`, here)
    await get(`/x/../%6frders/${orderId}`, here)

    assert.equal(await count(`?path=/orders/${orderId}`), 2)
    assert.equal(await count(`?orderId=${orderId}&method=GET`), 2)
  })

  test('by order, in a venue named orders', async () => {
    const { open, post, ask, placeIn } = openControl()
    await open({ name: 'orders', latencyMs: 0 })
    const { orderId } = await placeIn('orders')
    await post(`/venues/orders/orders/${orderId}/execute`)

    const found = await bodyIn(ask('GET', `/venues/orders/journal/count?orderId=${orderId}`))
    assert.deepEqual(found, { count: 2, dropped: 0 })
  })

  test('page by page', async () => {
    const { ask, path } = await filled()
    const seen: number[] = []
    let next: string | undefined = `${path}?limit=2&kind=request`
    while (next) {
      const page: Response = await ask('GET', next)
      next = nextPageOf(page)
      seen.push(...(await bodyIn<JournalEntry[]>(page)).map(({ id }) => id))
    }
    assert.deepEqual(seen, [1, 2, 3, 4, 6, 7])
  })

  for (const [query, pointer] of [
    ['kind=frame', '/kind'],
    ['status=x', '/status'],
    ['after=-1', '/after'],
    ['limit=0', '/limit'],
    ['symbol=eur', '/symbol'],
    ['path=/a&path=/b', '/path'],
    [`path=${'*a'.repeat(65)}`, '/path'],
    ['colour=red', '/colour'],
  ]) {
    test(`but not by ${query}`, async () => {
      const { ask, path } = await openJournal()
      const faults = await issuesIn(ask('GET', `${path}?${query}`))
      assert.deepEqual(faults, ['INVALID_REQUEST', pointer])
    })
  }
})

describe('A journal', () => {
  test('can be cleared, and its ids continue', async () => {
    const { read, ask, path, place, count } = await openJournal()
    await place()
    await place()

    assert.equal((await ask('DELETE', path)).status, 204)
    assert.deepEqual(await read(), [])
    await place()
    assert.deepEqual(
      (await read()).map(({ id }) => id),
      [3],
    )
    assert.equal(await count(), 1)
  })

  test('starts over when its venue is reset', async () => {
    const { read, post, place } = await openJournal()
    await place()
    await post('/venues/mine/reset')
    assert.deepEqual(await read(), [])
  })

  test('records nothing of requests to the venue before a reset', async () => {
    const { read, post, place, venues } = await openJournal()
    await place()
    const { venue } = venues.find('mine') ?? assert.fail()
    const reset = new Promise((resolve) => {
      venue.follow(() => resolve(post('/venues/mine/reset')))
    })

    const moved = post('/venues/mine/clock/advance', { untilIdle: true })
    assert.deepEqual(await issuesIn(moved), ['VENUE_CLOSED'])
    await reset
    assert.deepEqual(await read(), [])
  })

  test('does not exist in a venue opened without one', async () => {
    const { ask, path } = await openJournal({ journal: false })
    for (const [method, way] of [
      ['GET', path],
      ['GET', `${path}/count`],
      ['DELETE', path],
    ] as const) {
      assert.deepEqual(await issuesIn(ask(method, way)), ['NO_JOURNAL'])
    }
    assert.deepEqual(await issuesIn(ask('GET', '/venues/main/journal')), ['NO_JOURNAL'])
  })
})
