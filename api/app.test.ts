import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createVirtualClock, type DelayRange } from '../engine/index.ts'
import { createPlatform } from './platform.ts'
import { nextPageOf, openApp, problemIn, ticket, turn, watch } from './test/support/app.ts'

const none: DelayRange = { minMs: 0, maxMs: 0 }

describe('Latency', () => {
  test('delays each of many simultaneous requests separately, and is stated in the reply', async () => {
    const { app, clock } = openApp({ latency: { minMs: 100, maxMs: 1000 } })
    const start = clock.now()
    const replies = Promise.all(Array.from({ length: 100 }, () => app.request('/orders')))
    for (let ms = 0; ms < 1000; ms++) await moveOn(clock)
    const waits = (await replies).map(({ headers }) =>
      Number(/^latency;dur=(\d+)$/.exec(headers.get('server-timing') ?? '')?.[1]),
    )

    assert.equal(clock.now() - start, 1000)
    assert.ok(waits.every((ms) => ms >= 100 && ms <= 1000))
    assert.ok(new Set(waits).size > 50)
  })

  test('delays a refusal like a success, but not a reply for an unknown path', async () => {
    const { app, clock } = openApp({ latency: { minMs: 250, maxMs: 250 } })
    const request = watch(app.request('/orders/nobody'))

    for (let ms = 0; ms < 249; ms++) await moveOn(clock)
    assert.equal(request.hasCome, false)
    await moveOn(clock)
    const response = await request.answer
    assert.equal(response.headers.get('server-timing'), 'latency;dur=250')
    assert.equal((await app.request('/nowhere')).headers.get('server-timing'), null)
  })
})

async function moveOn(clock: ReturnType<typeof createVirtualClock>) {
  clock.advance(1)
  await turn()
}

describe('A body', () => {
  test('that is too large is refused', async () => {
    const { send } = openApp()
    const large = JSON.stringify({ ...ticket, clientOrderId: 'x'.repeat(20_000) })

    assert.equal((await problemIn(send(large))).code, 'BODY_TOO_LARGE')
  })

  test('that is missing is refused as a ticket', async () => {
    const { send } = openApp()
    const { code, errors } = await problemIn(send('', {}))

    assert.equal(code, 'INVALID_REQUEST')
    assert.deepEqual(errors, [{ pointer: '', message: 'must be a ticket' }])
  })

  test('that is not JSON is refused with the error of the parser', async () => {
    const { send } = openApp()
    const { code, detail } = await problemIn(send('{"symbol":'))

    assert.equal(code, 'MALFORMED_JSON')
    assert.match(detail, /Unexpected end of JSON input/)
  })

  test('is checked as a whole, and every error has a pointer', async () => {
    const { send } = openApp()
    const body = '{"symbol":"eur","quantity":1e400,"__proto__":1,"a/b~c":2}'
    const { errors = [] } = await problemIn(send(body))

    assert.deepEqual(
      errors.map(({ pointer }) => pointer),
      ['/symbol', '/side', '/quantity', '/__proto__', '/a~1b~0c'],
    )
    assert.match(errors[1]?.message ?? '', /^is missing: it must be BUY or SELL$/)
  })
})

describe('A listing', () => {
  test('refuses unknown, repeated and invalid parameters', async () => {
    const { app } = openApp()
    const pointers = async (query: string) =>
      (await problemIn(app.request(`/orders?${query}`))).errors?.map(({ pointer }) => pointer)

    assert.deepEqual(await pointers('status=PENDING'), ['/status'])
    assert.deepEqual(await pointers('orderStatus=pending'), ['/orderStatus'])
    assert.deepEqual(await pointers('limit=0'), ['/limit'])
    assert.deepEqual(await pointers('limit=1001'), ['/limit'])
    assert.deepEqual(await pointers('limit=1e2'), ['/limit'])
    assert.deepEqual(await pointers('limit=5&limit=6'), ['/limit'])
    assert.deepEqual(await pointers('symbol=EURUSD&symbol=GBPUSD'), ['/symbol'])
    const cursor = (text: string) => Buffer.from(text).toString('base64url')
    for (const none of ['', 'x', cursor('after:1'), cursor('before:01'), cursor('before:-1')]) {
      assert.deepEqual(await pointers(`cursor=${none}`), ['/cursor'], none)
    }
  })

  test('links to the next page with the same filters, except on the last page', async () => {
    const { app, place } = openApp()
    for (const symbol of ['EURUSD', 'BTC/USD', 'EURUSD', 'EURUSD']) {
      await place({ symbol })
    }

    const first = await app.request('/orders?symbol=EURUSD&limit=2')
    const next = nextPageOf(first) ?? ''
    const second = await app.request(next)

    assert.equal(((await first.json()) as object[]).length, 2)
    assert.match(next, /^\/orders\?symbol=EURUSD&limit=2&cursor=/)
    assert.equal(((await second.json()) as object[]).length, 1)
    assert.equal(second.headers.get('link'), null)
  })
})

describe('Any path', () => {
  test('without parameters refuses any', async () => {
    const { app } = openApp()
    const replies = [
      app.request('/orders/1?at=1', { method: 'DELETE' }),
      app.request('/orders/1/events?at=1'),
      app.request('/health?x=1'),
      app.request('/openapi.json?x=1'),
      app.request('/ws?x=1'),
    ]
    for (const answer of replies) assert.equal((await problemIn(answer)).code, 'INVALID_REQUEST')
    assert.equal((await app.request('/health?')).status, 200)
  })

  test('has the headers Log-Id and Log-Position', async () => {
    const { get, placed, remove, venue } = openApp()
    const { orderId } = await placed()
    const path = `/orders/${orderId}`
    const replies = [
      get('/orders'),
      get(path),
      get(`${path}/events`),
      get('/log'),
      get('/health'),
      get('/openapi.json'),
      get('/nowhere'),
      get('/ws'),
      get('/orders?limit=0'),
      remove('/health'),
    ]
    for (const answer of replies) {
      const { headers } = await answer
      assert.deepEqual([headers.get('log-id'), headers.get('log-position')], [venue.logId, '1'])
    }
    assert.equal((await remove(path)).headers.get('log-position'), '2')
  })

  test('is named in a problem as it was requested', async () => {
    const { app } = openApp()

    assert.equal((await problemIn(app.request('/orders/a%20b%00?x'))).instance, '/orders/a%20b%00')
  })

  test('that is unknown gets a problem, and so does an unsupported method', async () => {
    const { app } = openApp()
    assert.equal((await problemIn(app.request('/nowhere'))).code, 'ROUTE_NOT_FOUND')
    assert.equal((await problemIn(app.request('/orders/'))).code, 'ROUTE_NOT_FOUND')
    assert.equal((await problemIn(app.request('/orders/%E0%A4%A'))).code, 'ORDER_NOT_FOUND')

    const methods = { PUT: '/orders/1', POST: '/health', OPTIONS: '/health', PATCH: '/ws' }
    for (const [method, path] of Object.entries(methods)) {
      const response = await app.request(path, { method })
      assert.match(response.headers.get('allow') ?? '', /GET, HEAD/, `${method} ${path}`)
      assert.equal((await problemIn(response)).code, 'METHOD_NOT_ALLOWED')
    }
  })

  test('of a problem type has a page about it', async () => {
    const { app } = openApp()
    const { type } = await problemIn(app.request('/nowhere'))
    const page = await app.request(type)

    assert.equal(page.status, 200)
    assert.match(await page.text(), /ROUTE_NOT_FOUND/)
    assert.equal((await app.request('/problems/unheard-of')).status, 404)
    assert.equal((await app.request('/problems/found')).status, 404)
  })
})

test('a bug gets a 500 without internals, and is reported', async () => {
  const bugs: string[] = []
  const { app, venues } = createPlatform({
    time: { mode: 'held', clock: createVirtualClock() },
    seed: 'a seed',
    latency: none,
    executionDelay: none,
    onBug: (error, { method, path }) => bugs.push(`${method} ${path}: ${error.message}`),
  })
  Object.defineProperty(venues.main.venue, 'find', {
    value: () => {
      throw new Error('secret')
    },
  })

  const response = await app.request('/orders/1')
  const text = await response.clone().text()

  const { code, outcome } = await problemIn(response)
  assert.deepEqual([code, outcome], ['INTERNAL_ERROR', 'unknown'])
  assert.ok(!text.includes('secret'))
  assert.deepEqual(bugs, ['GET /orders/1: secret'])
})

describe('Every reply', () => {
  test('has Log-Id and nosniff headers', async () => {
    const { app, venue, place } = openApp()
    await place(ticket)
    const paths = ['/', '/ui', '/ui/start.js', '/ui/swagger-ui-dist/swagger-ui.css', '/favicon.ico']
    paths.push('/problems/behind', '/problems/none', '/orders', '/openapi.json', '/health', '/ws')
    for (const path of paths) {
      const { headers } = await app.request(path)
      assert.equal(headers.get('log-id'), venue.logId, path)
      assert.equal(headers.get('log-position'), '1', path)
      assert.equal(headers.get('x-content-type-options'), 'nosniff', path)
    }
  })

  test('that is a page has a strict content policy, forbids frames, and sends no referrer', async () => {
    const { app } = openApp()
    for (const path of ['/ui', '/problems/behind']) {
      const { headers } = await app.request(path)
      const policy = headers.get('content-security-policy') ?? ''
      assert.match(policy, /default-src 'none'.*frame-ancestors 'none'/)
      assert.doesNotMatch(policy, /http|\*|unsafe-eval|script-src[^;]*unsafe/)
      assert.equal(headers.get('referrer-policy'), 'no-referrer')
    }
    const page = await (await app.request('/ui')).text()
    assert.doesNotMatch(page, /<script>|<style|style=|onload/)
  })
})
