import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { after, describe, test } from 'node:test'
import fc from 'fast-check'
import { createRealClock, createVirtualClock, type VirtualClock } from '../../engine/index.ts'
import { createPlatform } from '../platform.ts'
import { listen } from '../server/listen.ts'
import {
  issuesIn,
  type OpenOptions,
  openApp,
  orderIn,
  problemIn,
  turn,
  ticket as usual,
} from '../test/support/app.ts'

const none = { minMs: 0, maxMs: 0 }
const ticket = JSON.stringify(usual)
const otherTicket = JSON.stringify({ ...usual, side: 'SELL' })

type Headers = Record<string, string>
type Answer = Response | Promise<Response>

function open(options: OpenOptions = {}) {
  const { send, remove, ...platform } = openApp(options)
  const place = (key: string, body = ticket, headers: Headers = {}, path = '/orders') =>
    send(body, { 'idempotency-key': key, ...headers }, path)
  const cancel = (key: string, orderId: string, headers: Headers = {}) =>
    remove(`/orders/${orderId}`, { 'idempotency-key': key, ...headers })
  const cancelAll = (key: string, symbol: string) =>
    remove(`/orders?orderStatus=PENDING&symbol=${symbol}`, { 'idempotency-key': key })
  const countOrders = () => platform.venue.list({ limit: 1000 }).orders.length
  return { ...platform, place, cancel, cancelAll, countOrders }
}

/** Lets time pass in steps, so that waiting requests can act in between. */
async function pass(clock: VirtualClock, ms: number) {
  for (let passed = 0; passed < ms; passed++) {
    clock.advance(1)
    await turn()
  }
}

/** What must be equal in a reply and its repetition. */
async function essence(answer: Answer) {
  const { status, headers } = await answer
  const own = ['content-type', 'location', 'etag'].map((name) => headers.get(name))
  return [status, ...own, await (await answer).clone().text()]
}

const isReplay = async (answer: Answer) => (await answer).headers.has('idempotent-replayed')

async function codeOf(answer: Answer) {
  const response = await answer
  return response.status < 400 ? response.status : (await problemIn(response)).code
}

describe('A request repeated with its key', () => {
  test('gets the first reply again, marked as replayed, and changes nothing', async () => {
    const { place, countOrders } = open()
    const first = await place('a-key')
    const again = await place('"a-key"')

    assert.equal(first.status, 201)
    assert.equal(first.headers.get('idempotent-replayed'), null)
    assert.deepEqual(await essence(again), await essence(first))
    assert.equal(again.headers.get('idempotent-replayed'), 'true')
    assert.equal(countOrders(), 1)
  })

  test('gets the first reply, with the current log position', async () => {
    const page = 'http://localhost:5173'
    const latency = { minMs: 1, maxMs: 1000 }
    const { place, cancel, venue, clock } = open({ latency, corsOrigins: [page] })
    const asking = place('a')
    await pass(clock, 1000)
    const first = await asking
    const { orderId } = await orderIn(first.clone())
    const cancelling = cancel('b', orderId)
    await pass(clock, 1000)
    await cancelling
    const askingAgain = place('a', ticket, { origin: page })
    await pass(clock, 1000)
    const again = await askingAgain

    assert.deepEqual(await essence(again), await essence(first))
    assert.equal(first.headers.get('log-position'), '1')
    assert.equal(again.headers.get('log-position'), '2')
    assert.equal(again.headers.get('log-id'), venue.logId)
    assert.notEqual(again.headers.get('server-timing'), first.headers.get('server-timing'))
    assert.equal(again.headers.get('access-control-allow-origin'), page)
    assert.match(again.headers.get('access-control-expose-headers') ?? '', /Idempotent-Replayed/)
    assert.equal(first.headers.get('access-control-allow-origin'), null)
  })

  test('gets the 204 of the cancel, not a refusal because the order is already cancelled', async () => {
    const { place, cancel, venue } = open()
    const { orderId } = await orderIn(place('a'))
    const first = await cancel('b', orderId)
    const again = await cancel('b', orderId)

    assert.deepEqual(await essence(again), await essence(first))
    assert.deepEqual([first.status, await isReplay(again)], [204, true])
    assert.equal(venue.position, 2)
    assert.equal(await codeOf(cancel('c', orderId)), 'ORDER_ALREADY_CANCELLED')
  })

  test('gets the refusal of the first request again', async () => {
    const { place, cancel, clock } = open()
    const named = ticket.replace('}', ',"clientOrderId":"a"}')
    const { orderId } = await orderIn(place('a', named))
    clock.advance(3000)
    const refusals = {
      VERSION_MISMATCH: () => cancel('e', orderId, { 'if-match': '"1"' }),
      ORDER_NOT_FOUND: () => cancel('b', 'nobody'),
      ORDER_ALREADY_EXECUTED: () => cancel('c', orderId),
      DUPLICATE_CLIENT_ORDER_ID: () => place('d', named.replace('BUY', 'SELL')),
    }

    for (const [code, attempt] of Object.entries(refusals)) {
      const first = await attempt()
      const again = await attempt()
      assert.deepEqual(await essence(again), await essence(first))
      assert.deepEqual([await codeOf(first), await isReplay(again)], [code, true])
    }
  })

  test('gets the first result of cancelling many orders, even if new orders came since', async () => {
    const { place, cancelAll, venue } = open()
    await place('a')
    const first = await cancelAll('b', 'EURUSD')
    await place('c')
    const again = await cancelAll('b', 'EURUSD')

    assert.deepEqual(await essence(again), await essence(first))
    assert.deepEqual([first.status, await isReplay(again)], [200, true])
    assert.equal(venue.list({ limit: 10, orderStatus: 'PENDING' }).orders.length, 1)
    assert.equal(await codeOf(cancelAll('b', 'GBPUSD')), 'IDEMPOTENCY_KEY_REUSED')
  })

  test('is a new request after a day', async () => {
    const { place, clock, countOrders } = open()
    await place('a')
    clock.advance(24 * 60 * 60 * 1000 + 1)

    assert.equal(await isReplay(place('a')), false)
    assert.equal(countOrders(), 2)
  })

  test('is served as usual if it only reads', async () => {
    const { app, place } = open()
    await place('a')
    const headers = { 'idempotency-key': 'a' }

    assert.equal((await app.request('/orders', { headers })).status, 200)
    assert.equal((await app.request('/health', { headers })).status, 200)
  })
})

describe('A key is left free', () => {
  const refusals: Record<string, [string, Headers?, string?]> = {
    MALFORMED_JSON: ['{"symbol":'],
    INVALID_REQUEST: ['{"symbol":"EURUSD"}'],
    'INVALID_REQUEST, for its query': [ticket, {}, '/orders?colour=blue'],
    'INVALID_REQUEST, for its empty body': [''],
    UNSUPPORTED_MEDIA_TYPE: [ticket, { 'content-type': 'text/plain' }],
    BODY_TOO_LARGE: [ticket.padEnd(20_000)],
  }
  for (const [code, request] of Object.entries(refusals)) {
    test(`by a request that is refused with ${code}`, async () => {
      const { place } = open()

      for (const nth of ['first', 'second']) {
        const refused = place('a', ...request)
        assert.equal(await codeOf(refused), code.split(',')[0], nth)
      }
      const corrected = await place('a')
      assert.deepEqual([corrected.status, await isReplay(corrected)], [201, false])
    })
  }

  test('by a request that fails because of a bug', async () => {
    const { app, venues } = createPlatform({
      time: { mode: 'held', clock: createVirtualClock() },
      seed: 'a seed',
      latency: none,
      executionDelay: none,
      onBug: () => {},
    })
    const cancel = () =>
      app.request('/orders/1', { method: 'DELETE', headers: { 'idempotency-key': 'a' } })
    const { venue } = venues.main
    const works = venue.cancel
    const become = (value: typeof works) => Object.defineProperty(venue, 'cancel', { value })
    become(() => {
      throw new Error('a bug')
    })

    assert.equal(await codeOf(cancel()), 'INTERNAL_ERROR')
    become(works)
    assert.equal(await codeOf(cancel()), 'ORDER_NOT_FOUND')
  })
})

describe('A key that belongs to another request', () => {
  test('is refused, however small the difference, and the first request keeps its reply', async () => {
    const { place, cancel, countOrders } = open()
    const first = await place('a')
    const { orderId } = await orderIn(first.clone())
    await cancel('b', orderId, { 'if-match': '"1"' })

    for (const other of [
      place('a', otherTicket),
      place('a', `${ticket} `),
      place('a', ticket, {}, '/orders?dryRun=true'),
      place('b'),
      cancel('a', orderId),
      cancel('b', 'another', { 'if-match': '"1"' }),
      cancel('b', orderId),
      cancel('b', orderId, { 'if-match': '"2"' }),
    ]) {
      assert.equal(await codeOf(other), 'IDEMPOTENCY_KEY_REUSED')
    }
    assert.deepEqual(await essence(place('a')), await essence(first))
    assert.equal(await isReplay(cancel('b', orderId, { 'if-match': '"1"' })), true)
    assert.equal(countOrders(), 1)
  })

  test('is also refused while that request is in flight', async () => {
    const { place, countOrders } = open()
    const [first, other] = [place('a'), place('a', otherTicket)]

    assert.deepEqual([await codeOf(first), await codeOf(other)], [201, 'IDEMPOTENCY_KEY_REUSED'])
    assert.equal(countOrders(), 1)
  })
})

describe('While a request is in flight', () => {
  test('99 repetitions are refused, and all get its reply afterwards', async () => {
    const { place, clock, countOrders } = open({ latency: { minMs: 100, maxMs: 1000 } })
    const sendAll = async () => {
      const replies = Array.from({ length: 100 }, () => place('a'))
      await pass(clock, 1000)
      return Promise.all(replies)
    }
    const together = await sendAll()
    const afterwards = await sendAll()

    const codes = await Promise.all(together.map((reply) => codeOf(reply.clone())))
    assert.deepEqual(codes, [201, ...Array(99).fill('IDEMPOTENCY_KEY_IN_USE')])
    const expected = await essence(together[0] as Response)
    for (const reply of afterwards) {
      assert.deepEqual(await essence(reply), expected)
      assert.equal(await isReplay(reply), true)
    }
    assert.equal(countOrders(), 1)
  })

  test('its repetition waits its own latency, and is refused even if the first has ended by then', async () => {
    const { place, clock } = open({ latency: { minMs: 250, maxMs: 250 } })
    const first = place('a')
    await pass(clock, 100)
    let answered = false
    const second = Promise.resolve(place('a')).finally(() => {
      answered = true
    })

    await pass(clock, 249)
    assert.equal((await first).status, 201)
    assert.equal(answered, false)
    await pass(clock, 1)
    assert.equal((await second).headers.get('server-timing'), 'latency;dur=250')
    assert.equal(await codeOf(second), 'IDEMPOTENCY_KEY_IN_USE')
  })

  test('refused repetitions do not affect its reply', async () => {
    const { place, clock } = open({ latency: { minMs: 10, maxMs: 10 } })
    const replies = [place('a'), place('a'), place('a', otherTicket)]
    await pass(clock, 10)
    await Promise.all(replies)
    const again = place('a')
    await pass(clock, 10)

    assert.deepEqual([await codeOf(again), await isReplay(again)], [201, true])
  })
})

describe('An invalid key', () => {
  test('is refused after the latency, and nothing is recorded', async () => {
    const { place, clock, countOrders } = open({ latency: { minMs: 250, maxMs: 250 } })
    const reply = place('two words')
    await pass(clock, 250)

    assert.equal((await reply).headers.get('server-timing'), 'latency;dur=250')
    assert.deepEqual(await issuesIn(reply), ['INVALID_REQUEST', '/Idempotency-Key'])
    assert.equal(countOrders(), 0)
  })
})

describe('However requests interleave', () => {
  type Planned = { afterMs: number; key: string; body: string }
  type Sent = Omit<Planned, 'afterMs'> & { answer: Answer }

  const request: fc.Arbitrary<Planned> = fc.record({
    afterMs: fc.nat(30),
    key: fc.constantFrom('a', 'b', 'c'),
    body: fc.constantFrom(ticket, ticket, otherTicket),
  })

  async function sendAll(platform: ReturnType<typeof open>, requests: Planned[]) {
    const replies: Sent[] = []
    for (let ms = 0; ms <= 30; ms++) {
      for (const { key, body } of requests.filter(({ afterMs }) => afterMs === ms)) {
        replies.push({ key, body, answer: platform.place(key, body) })
      }
      await pass(platform.clock, 1)
    }
    await pass(platform.clock, 20)
    return replies
  }

  /** Checks a request that was not the first. Its key may be in use until the first has ended. */
  async function check(first: Sent, { body, answer }: Sent): Promise<void> {
    const same = body === first.body
    const code = await codeOf((await answer).clone())
    assert.ok(['IDEMPOTENCY_KEY_IN_USE', same ? 201 : 'IDEMPOTENCY_KEY_REUSED'].includes(code))
    if (code === 201) assert.deepEqual(await essence(answer), await essence(first.answer))
  }

  test('there is one order for each key, and no client sees another', async () => {
    const requests = fc.array(request, { minLength: 1, maxLength: 20 })
    const property = fc.asyncProperty(requests, async (requests) => {
      const platform = open({ latency: { minMs: 0, maxMs: 20 } })
      const byKey = Map.groupBy(await sendAll(platform, requests), ({ key }) => key)

      assert.equal(platform.countOrders(), byKey.size)
      for (const [first, ...others] of byKey.values()) {
        assert.ok(first)
        assert.equal((await first.answer).status, 201)
        for (const other of others) await check(first, other)
      }
    })
    await fc.assert(property, { numRuns: 100 })
  })
})

describe('Over a socket', () => {
  async function serve(latency = { minMs: 250, maxMs: 250 }) {
    const platform = open({ latency })
    const listening = await listen(platform, {
      host: '127.0.0.1',
      port: 0,
      clock: createRealClock(),
    })
    after(() => listening.close(0))
    return { ...platform, url: listening.url }
  }

  /** Resolves once a condition holds; rejects when it does not within ten seconds. */
  async function until(condition: () => boolean): Promise<void> {
    const end = performance.now() + 10_000
    while (!condition()) {
      if (performance.now() > end) throw new Error(`Waited in vain for: ${condition}`)
      await turn()
    }
  }

  type Served = Awaited<ReturnType<typeof serve>>

  /** Waits for a reply while the venue's time goes on. */
  async function answered({ clock }: Served, reply: Promise<Response>): Promise<Response> {
    let done = false
    const answer = reply.finally(() => {
      done = true
    })
    await until(() => {
      clock.advance(1)
      return done
    })
    return answer
  }

  const headers = { 'content-type': 'application/json', 'idempotency-key': '"a-key"' }
  const send = (served: Served, body: string | ReadableStream = ticket) =>
    answered(
      served,
      fetch(`${served.url}/orders`, { method: 'POST', headers, body, duplex: 'half' }),
    )

  const head = [
    'POST /orders HTTP/1.1',
    'Host: localhost',
    'Content-Type: application/json',
    `Content-Length: ${ticket.length}`,
    'Idempotency-Key: a-key',
  ].join('\r\n')

  /** Sends a request, waits until it has arrived, and disconnects before the reply. */
  async function vanish({ url, clock }: Served, request: string, leave: 'end' | 'reset') {
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    socket.on('error', () => {})
    socket.write(request)
    await until(() => clock.nextDue() !== undefined)
    if (leave === 'reset') socket.resetAndDestroy()
    else socket.destroy()
    // Gives the server time to notice.
    assert.equal((await fetch(`${url}/health`)).status, 200)
  }

  for (const leave of ['end', 'reset'] as const) {
    test(`a client that disconnects by ${leave} gets its reply when it comes back`, async () => {
      const served = await serve()
      await vanish(served, `${head}\r\n\r\n${ticket}`, leave)
      assert.equal(served.countOrders(), 0)
      served.clock.advance(250)
      await until(() => served.countOrders() === 1)

      const again = await send(served)

      assert.deepEqual([again.status, await isReplay(again)], [201, true])
      assert.equal(served.countOrders(), 1)
    })
  }

  test('a client that disconnects within its body finds its key free', async () => {
    const served = await serve()
    await vanish(served, `${head}\r\n\r\n${ticket.slice(0, 10)}`, 'end')
    served.clock.advance(250)

    const again = await send(served)

    assert.deepEqual([again.status, await isReplay(again)], [201, false])
    assert.equal(served.countOrders(), 1)
  })

  test('the repeated reply is identical, also when the body comes in chunks', async () => {
    const served = await serve()
    const first = await send(served)
    const again = await send(served, new Blob([ticket]).stream())

    assert.deepEqual(await essence(again), await essence(first))
    assert.equal(await isReplay(again), true)
    const length = String((await first.text()).length)
    assert.equal(first.headers.get('content-length'), length)
    assert.equal(again.headers.get('content-length'), length)
  })

  test('a repeated key header is refused', async () => {
    const { url } = await serve(none)
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    socket.write(`${head}\r\nIdempotency-Key: a-key\r\nConnection: close\r\n\r\n${ticket}`)

    assert.match(await text(socket), /^HTTP\/1.1 400 .*"pointer":"\/Idempotency-Key"/s)
  })
})
