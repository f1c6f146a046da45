import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { after, describe, test } from 'node:test'
import { WebSocket } from 'ws'
import type { Problem } from '../contract/orders.ts'
import { exchange, serve, until } from '../test/support/platform.ts'

const impatient = { headersMs: 300, requestMs: 500, checkEveryMs: 10 }

/** A connection that sends `drop` again and again until it is closed. */
function drip(port: number, start: string, drop: string): Socket {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => {})
  socket.write(start)
  const dripping = setInterval(() => socket.write(drop), 5)
  socket.once('close', () => clearInterval(dripping))
  return socket
}

/** Opens a connection that the server has to close. */
function hold(port: number, say = ''): Socket {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  socket.on('error', () => {})
  socket.write(say)
  after(() => socket.destroy())
  return socket
}

const health = 'GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'
const statusOf = (head: string) => Number(head.split(' ')[1])
const isServed = async (port: number) => statusOf((await exchange(port, health)).head) === 200

const post = (length: number) =>
  `POST /orders HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`
const ticket = JSON.stringify({ symbol: 'EURUSD', side: 'BUY', quantity: 1000 })

async function problemTo(socket: Socket): Promise<Problem> {
  const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n')
  assert.match(head, /\r\nConnection: close\r\n/)
  return JSON.parse(body)
}

describe('A client that is too slow gets REQUEST_TIMEOUT', () => {
  const slowClients = {
    'when it opens a connection and sends nothing': ['', ''],
    'when its header fields arrive too slowly': [
      'GET /health HTTP/1.1\r\nHost: localhost\r\nX: ',
      'x',
    ],
    'when its body arrives too slowly': [post(1000), ' '],
    'when its chunked body arrives too slowly': [
      post(0).replace('Content-Length: 0', 'Transfer-Encoding: chunked'),
      '1\r\n \r\n',
    ],
  } as const
  for (const [name, [start, drop]] of Object.entries(slowClients)) {
    test(name, async () => {
      const { port } = await serve({ limits: impatient })
      const { code, status } = await problemTo(drip(port, start, drop))

      assert.deepEqual([code, status], ['REQUEST_TIMEOUT', 408])
    })
  }

  test('and what it sends afterwards is ignored', async () => {
    const { port, venue } = await serve({ limits: impatient })
    const socket = hold(port, post(ticket.length))
    await once(socket, 'data')
    socket.end(ticket)
    await once(socket, 'close')

    assert.equal(await isServed(port), true)
    assert.equal(venue.position, 0)
  })

  test('but not one that is subscribed or waits for a reply', async () => {
    const { url, port, stream, venueClock } = await serve({
      latencyMs: 100,
      limits: { ...impatient, unreadMs: 250 },
    })
    const listener = new WebSocket(`${url.replace('http', 'ws')}/ws`)
    const waiting = exchange(port, health.replace('/health', '/orders'))
    await until(() => stream.size === 1 && venueClock.nextDue() !== undefined)
    // A slow client that connects later is cut off later.
    await problemTo(drip(port, post(1000), ' '))
    venueClock.advance(100)

    assert.equal(statusOf((await waiting).head), 200)
    assert.equal(stream.size, 1)
    listener.terminate()
  })
})

describe('A connection is closed', () => {
  test('when its client reads none of the waiting replies', async () => {
    const { port } = await serve({ limits: { maxConnections: 1, unreadMs: 250 } })
    const description = 'GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n'
    const socket = hold(port, description.repeat(150)).pause()
    await once(socket, 'connect')

    await until(() => isServed(port))
    assert.equal(await isServed(port), true)
  })

  test('when it has been idle for too long', async () => {
    const { port } = await serve({ limits: { maxConnections: 1, keepAliveMs: 1 } })
    const reply = text(hold(port, health.replace('Connection: close\r\n', '')))

    assert.match(await reply, /^HTTP\/1.1 200 .*Keep-Alive/s)
  })
})

describe('Connections beyond the limit', () => {
  test('are refused with TOO_MANY_CONNECTIONS, without affecting open ones', async () => {
    const { url, port, stream } = await serve({ limits: { maxConnections: 2 } })
    const listener = new WebSocket(`${url.replace('http', 'ws')}/ws`)
    const client = hold(port)
    await until(() => stream.size === 1)
    await until(async () => !(await isServed(port)))

    const { head, body } = await exchange(port, health)
    assert.equal(statusOf(head), 503)
    assert.match(head, /\r\nRetry-After: 1(\r\n|$)/)
    const { code, outcome } = JSON.parse(body)
    assert.deepEqual([code, outcome], ['TOO_MANY_CONNECTIONS', 'not-recorded'])
    const newcomer = new WebSocket(`${url.replace('http', 'ws')}/ws`)
    const [error] = await once(newcomer, 'error')
    assert.match(error.message, /503/)

    client.end(health)
    assert.match(await text(client), /^HTTP\/1.1 200 /)
    assert.equal(stream.size, 1)
    await until(() => isServed(port))
    listener.terminate()
  })

  test('do not include refused ones that wait for their clients to close', async () => {
    const { port } = await serve({ limits: { maxConnections: 1 } })
    const socket = hold(port, 'nonsense\r\n\r\n')
    await once(socket.resume(), 'end')

    assert.equal(await isServed(port), true)
  })

  test('do not prevent later connections, however many there are', async () => {
    const { port } = await serve({
      limits: { ...impatient, maxConnections: 20, lingerMs: 30 },
    })
    // Each gets a reply or is closed without one. None is left open.
    const slowClients = Array.from({ length: 400 }, () => hold(port).resume())
    await Promise.all(slowClients.map((socket) => once(socket, 'end').catch(() => {})))

    await until(() => isServed(port))
    assert.equal(await isServed(port), true)
  })
})
