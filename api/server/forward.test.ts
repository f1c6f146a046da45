import assert from 'node:assert/strict'
import { EventEmitter, once } from 'node:events'
import { describe, test } from 'node:test'
import { WebSocket } from 'ws'
import type { Problem } from '../contract/orders.ts'
import { freePort } from '../test/support/free-port.ts'
import { exchange, handshake, serve, until } from '../test/support/platform.ts'
import { connectTo, listenTo } from '../test/support/stream-clients.ts'
import { type Destination, forwardedHeader } from './forward.ts'

const ticket = JSON.stringify({ symbol: 'EURUSD', side: 'BUY', quantity: 1 })
const json = { 'content-type': 'application/json' }

/** A node that records, and another that forwards to it what has the header `Venue: other`. */
async function openNodes(options: Parameters<typeof serve>[0] = {}) {
  const owner = await serve(options)
  const reported: string[] = []
  const destination = { url: owner.url, onUnreachable: (reason: string) => reported.push(reason) }
  let to: Destination = destination
  const front = await serve({
    route: ({ headers, url = '' }) =>
      headers['x-forward'] || url.includes('forward') ? to : undefined,
  })
  return {
    owner,
    front,
    reported,
    send: (path: string, init: RequestInit = {}) =>
      fetch(front.url + path, { ...init, headers: { ...init.headers, 'x-forward': '1' } }),
    /** Changes where the front forwards to. */
    routeTo(next: Destination) {
      to = next
    },
  }
}

describe('A forwarded request', () => {
  test('is answered by the other node, with its headers', async () => {
    const { owner, front, send } = await openNodes()

    const reply = await send('/orders', { method: 'POST', headers: json, body: ticket })

    assert.equal(reply.status, 201)
    assert.equal(reply.headers.get('Log-Id'), owner.venue.logId)
    assert.match(reply.headers.get('Location') ?? '', /^\/orders\/\w+$/)
    assert.equal(owner.venue.position, 1)
    assert.equal(front.venue.position, 0)
  })

  test('is served here if the route says so', async () => {
    const { front } = await openNodes()

    const reply = await fetch(`${front.url}/orders`, {
      method: 'POST',
      headers: json,
      body: ticket,
    })

    assert.equal(reply.headers.get('Log-Id'), front.venue.logId)
  })

  test('keeps a large body, and the connection after it', async () => {
    const { send } = await openNodes()

    for (let times = 0; times < 3; times++) {
      const reply = await send('/orders', {
        method: 'POST',
        headers: json,
        body: 'x'.repeat(500_000),
      })
      assert.equal(reply.status, 413)
      assert.equal(((await reply.json()) as Problem).code, 'BODY_TOO_LARGE')
    }
    assert.equal((await send('/orders')).status, 200)
  })

  test('leaves nothing behind on the connection that it shared', async (t) => {
    const { send } = await openNodes()
    const warn = t.mock.method(process, 'emitWarning', () => {})

    for (let times = 0; times < 2 * EventEmitter.defaultMaxListeners; times++) {
      assert.equal((await send('/orders')).status, 200)
    }

    assert.deepEqual(warn.mock.calls, [])
  })

  test('may have a body in chunks, and expect 100-continue', async () => {
    const { front, owner } = await openNodes()
    const head = `POST /orders HTTP/1.1\r\nHost: localhost\r\nX-Forward: 1\r\nContent-Type: application/json\r\n`
    const body = `${ticket.length.toString(16)}\r\n${ticket}\r\n0\r\n\r\n`

    const chunked = await exchange(
      front.port,
      `${head}Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n${body}`,
    )
    const expecting = await exchange(
      front.port,
      `${head}Expect: 100-continue\r\nContent-Length: ${ticket.length}\r\nConnection: close\r\n\r\n${ticket}`,
    )

    assert.match(chunked.head, /^HTTP\/1.1 201 /)
    assert.match(expecting.head, /^HTTP\/1.1 100 Continue/)
    assert.equal(owner.venue.position, 2)
  })

  test('has no body if it had none', async () => {
    const { owner, front } = await openNodes()
    const request =
      'POST /orders HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Forward: 1\r\n\r\n'

    const forwarded = await exchange(front.port, request)
    const direct = await exchange(owner.port, request)

    assert.match(direct.head, /^HTTP\/1.1 400 /)
    assert.equal(forwarded.body, direct.body)
  })

  test('may be of HTTP/1.0, without a host', async () => {
    const { front, owner } = await openNodes()

    const { head } = await exchange(front.port, 'GET /orders HTTP/1.0\r\nX-Forward: 1\r\n\r\n')

    assert.match(head, /^HTTP\/1.1 200 /)
    assert.match(head, new RegExp(`Log-Id: ${owner.venue.logId}`))
  })

  test('breaks off here when the other node breaks it off', async () => {
    const { owner, send } = await openNodes({ latencyMs: 1000 })
    const reply = send('/orders', { method: 'POST', headers: json, body: ticket })
    await until(() => owner.venues.main.requests.waiting > 0)

    await owner.venues.main.restart()

    await assert.rejects(reply)
  })

  test('gets 503 with `not-recorded` if the other node is not reachable, which is reported', async () => {
    const { routeTo, send, reported } = await openNodes()
    const url = `http://127.0.0.1:${await freePort()}`
    routeTo({ url, onUnreachable: (reason) => reported.push(reason) })

    const reply = await send('/orders', { method: 'POST', headers: json, body: ticket })

    const { code, outcome, detail } = (await reply.json()) as Problem
    assert.deepEqual([reply.status, code, outcome], [503, 'VENUE_UNAVAILABLE', 'not-recorded'])
    assert.match(detail, /is not reachable: connect ECONNREFUSED/)
    assert.equal(reply.headers.get('Retry-After'), '1')
    assert.equal(reported.length, 1)
  })

  test('gets 503 with the reason if no node serves it', async () => {
    const { routeTo, send } = await openNodes()
    routeTo({ unavailable: 'No node records venue main at the moment.' })

    const reply = await send('/orders')

    const { detail, outcome } = (await reply.json()) as Problem
    assert.deepEqual([reply.status, outcome], [503, 'not-recorded'])
    assert.equal(detail, 'No node records venue main at the moment.')
  })

  test('has a mark that keeps other nodes from forwarding it again', async () => {
    let mark: unknown
    const owner = await serve({
      route: ({ headers }) => {
        mark = headers[forwardedHeader]
        return undefined
      },
    })
    const front = await serve({ route: () => ({ url: owner.url, onUnreachable() {} }) })

    await fetch(`${front.url}/orders`)

    assert.equal(mark, '1')
  })
})

describe('A forwarded stream', () => {
  test('carries Server-Sent Events as they happen', async () => {
    const { front, owner } = await openNodes()
    const listener = await listenTo(front.url, '', { 'x-forward': '1' })

    await fetch(`${owner.url}/orders`, { method: 'POST', headers: json, body: ticket })

    await until(() => listener.orders().length === 1)
    assert.equal(listener.response.headers['log-id'], owner.venue.logId)
  })

  test('has no chunks for a client of HTTP/1.0, which knows none', async () => {
    const { front, owner } = await openNodes()
    const stream = exchange(front.port, 'GET /events HTTP/1.0\r\nX-Forward: 1\r\n\r\n')
    await until(() => owner.venues.main.stream.size > 0)

    owner.venues.main.stream.close()

    const { head, body } = await stream
    assert.doesNotMatch(head, /chunked/i)
    assert.match(body, /^retry: /)
  })

  test('carries a WebSocket and its close code', async () => {
    const { front, owner } = await openNodes()
    const listener = await connectTo(front.url)
    const socket = new WebSocket(`${front.url.replace('http', 'ws')}/ws`, {
      headers: { 'x-forward': '1' },
    })
    await once(socket, 'open')
    const received: string[] = []
    socket.on('message', (data) => received.push(String(data)))

    await fetch(`${owner.url}/orders`, { method: 'POST', headers: json, body: ticket })
    await until(() => received.some((text) => text.includes('"PENDING"')))
    owner.stream.close()

    const [code] = await once(socket, 'close')
    assert.equal(code, 1001)
    assert.equal(listener.orders().length, 0)
  })

  test('refuses a handshake as the other node does', async () => {
    const { front } = await openNodes()
    const socket = new WebSocket(`${front.url.replace('http', 'ws')}/ws?from=-1`, {
      headers: { 'x-forward': '1' },
    })

    const [, response] = await once(socket, 'unexpected-response')

    assert.equal(response.statusCode, 400)
    assert.equal(response.headers['content-type'], 'application/problem+json')
    socket.on('error', () => {})
    socket.terminate()
  })

  test('gets 503 if no node serves it', async () => {
    const { front, routeTo } = await openNodes()
    routeTo({ unavailable: 'none' })

    const { head } = await exchange(front.port, handshake('/ws?forward'))

    assert.match(head, /^HTTP\/1.1 503 /)
  })

  test('gets 503 if it cannot be found out which node serves it', async () => {
    const route = () => Promise.reject(new Error('Not every node answers.'))
    const front = await serve({ route })

    for (const request of [
      handshake('/ws?venue=elsewhere'),
      'GET /orders HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
    ]) {
      const { head, body } = await exchange(front.port, request)
      assert.match(head, /^HTTP\/1.1 503 /)
      assert.match(body, /Not every node answers/)
    }
  })

  test('ends when this node stops, without a wait', { timeout: 10_000 }, async () => {
    const { front } = await openNodes()
    const listener = await listenTo(front.url, '', { 'x-forward': '1' })
    const socket = new WebSocket(`${front.url.replace('http', 'ws')}/ws`, {
      headers: { 'x-forward': '1' },
    })
    await once(socket, 'open')

    await Promise.all([front.close(60_000), listener.ended, once(socket, 'close')])
  })
})
