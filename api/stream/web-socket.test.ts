import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { after, describe, test } from 'node:test'
import { WebSocket } from 'ws'
import type { Problem } from '../contract/orders.ts'
import type { OrderMessage } from '../contract/stream.ts'
import { exchange, handshake, place, placeMany, serve, until } from '../test/support/platform.ts'
import { positions } from '../test/support/stream.ts'
import { connectTo } from '../test/support/stream-clients.ts'

const chainOf = (messages: readonly OrderMessage[]) =>
  messages.map(({ position, previous }) => [position, previous])

describe('A handshake', () => {
  test('is answered with the log and the position that the stream starts after', async () => {
    const platform = await serve()
    await place(platform, 3)
    const { headers, messages, orders } = await connectTo(platform.url)
    await place(platform)
    await until(() => messages.length > 0)

    assert.equal(headers['log-id'], platform.venue.logId)
    assert.equal(headers['log-position'], '3')
    assert.deepEqual(chainOf(orders()), [[4, null]])
  })

  const refused = {
    'with a `from` after the end': ['?from=1', 400, '/from'],
    'with an invalid `from`': ['?from=-1', 400, '/from'],
    'with two `from`': ['?from=0&from=0', 400, '/from'],
    'with another log': ['?from=0&log=another', 409, undefined],
    'with another log and a `from` after the end': ['?from=1&log=another', 409, undefined],
    'with too short a heartbeat': ['?heartbeatMs=99', 400, '/heartbeatMs'],
    'with too long a heartbeat': ['?heartbeatMs=600001', 400, '/heartbeatMs'],
    'with an unknown status': ['?orderStatus=NEW', 400, '/orderStatus'],
    'with an invalid symbol': ['?symbol=eurusd', 400, '/symbol'],
    'with an empty orderId': ['?orderId=', 400, '/orderId'],
    'with an orderId and an empty one': ['?orderId=1&orderId=', 400, '/orderId/1'],
    'with an empty clientOrderId': ['?clientOrderId=', 400, '/clientOrderId'],
    'with an unknown parameter': ['?since=0', 400, '/since'],
    'with a parameter named like a property of every object': ['?__proto__=0', 400, '/__proto__'],
  } as const
  for (const [name, [query, status, pointer]] of Object.entries(refused)) {
    test(`${name} is refused before the upgrade: ${status}`, async () => {
      const { port, stream } = await serve()
      const { head, body } = await exchange(port, handshake(`/ws${query}`))

      assert.match(head, new RegExp(`^HTTP/1.1 ${status} `))
      assert.match(head, /content-type: application\/problem\+json/i)
      const { code, errors } = JSON.parse(body) as Problem
      assert.equal(code, status === 409 ? 'LOG_CHANGED' : 'INVALID_REQUEST')
      assert.deepEqual(
        errors?.map((error) => error.pointer),
        pointer && [pointer],
      )
      assert.equal(stream.size, 0)
    })
  }

  for (const target of [
    'http://localhost/ws',
    'https://venue.localhost/ws',
    '/%77s',
    '/x/../ws',
    '/%2e/ws',
  ]) {
    test(`may spell its target ${target}, like any request`, async () => {
      const platform = await serve()
      const { port, stream } = platform
      await place(platform)
      const socket = connect(port, '127.0.0.1')
      after(() => socket.destroy())
      let received = ''
      socket.setEncoding('latin1').on('data', (text: string) => {
        received += text
      })
      socket.write(handshake(`${target}?from=0`, 'Connection: Upgrade'))
      await until(() => received.includes('caught-up'))

      assert.match(received, /^HTTP\/1.1 101 /)
      assert.equal(stream.size, 1)
    })
  }

  test('that offers subprotocols is answered without one', async () => {
    const { port } = await serve()
    const socket = connect(port, '127.0.0.1')
    after(() => socket.destroy())
    socket.write(handshake('/ws', 'Connection: Upgrade\r\nSec-WebSocket-Protocol: foo, bar'))
    const [reply] = await once(socket, 'data')

    assert.match(String(reply), /^HTTP\/1.1 101 /)
    assert.doesNotMatch(String(reply), /sec-websocket-protocol/i)
  })

  test('that is refused gets a plain HTTP reply', async () => {
    const { url } = await serve()
    const socket = new WebSocket(`${url.replace('http', 'ws')}/ws?from=7`)
    const [, response] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage]

    assert.equal(response.statusCode, 400)
    response.destroy()
  })

  test('may have every parameter, and `orderId` more than once', async () => {
    const platform = await serve()
    const [order] = await place(platform)
    assert.ok(order && 'orderId' in order)
    const parameters = {
      from: '0',
      log: platform.venue.logId,
      orderStatus: 'PENDING',
      symbol: 'EURUSD',
      heartbeatMs: '600000',
    }
    const query = `?${new URLSearchParams(parameters)}&orderId=unknown&orderId=${order.orderId}`
    const { messages, orders } = await connectTo(platform.url, query)
    await until(() => messages.length === 2)

    assert.deepEqual(chainOf(orders()), [[1, null]])
    assert.deepEqual(messages[1], { type: 'caught-up', position: 1, log: platform.venue.logId })
  })
})

describe('A WebSocket', () => {
  test('sends every client every change, in order and without gaps', async () => {
    const platform = await serve()
    const { url, stream, venueClock } = platform
    const clients = await Promise.all(Array.from({ length: 20 }, () => connectTo(url)))
    await until(() => stream.size === 20)

    for (let order = 0; order < 10; order++) await place(platform)
    venueClock.advance(3000)
    await until(() => clients.every(({ messages }) => messages.length >= 20))

    const chain = positions(1, 20).map((position) => [position, position - 1 || null])
    for (const { orders, messages } of clients) {
      assert.deepEqual(chainOf(orders()), chain)
      assert.deepEqual(messages, clients[0]?.messages)
    }
  })

  test('ignores what clients send, but closes with 1009 after a message that is too large', async () => {
    const platform = await serve()
    const { url, port, stream } = platform
    const { socket, messages } = await connectTo(url)
    socket.send('junk')
    socket.send(Buffer.from([0, 1, 2]))
    await place(platform)
    await until(() => messages.length === 1)
    socket.send('x'.repeat(5000))
    assert.equal((await once(socket, 'close'))[0], 1009)

    // A frame with reserved bits set breaks the protocol (RFC 6455, section 5.2).
    const raw = connect(port, '127.0.0.1')
    raw.write(handshake('/ws', 'Connection: Upgrade'))
    await once(raw, 'data')
    raw.write(Buffer.from([0xff, 0xff, 0xff]))
    await once(raw, 'close')
    await until(() => stream.size === 0)
  })

  test('leaves nothing behind when 50 clients come and go, however they disconnect', async () => {
    const platform = await serve()
    const { url, stream } = platform
    const steady = await connectTo(url)
    const clients = await Promise.all(Array.from({ length: 50 }, () => connectTo(url)))
    clients.forEach(({ socket }, index) => {
      if (index % 3 === 0) socket.close()
      else if (index % 3 === 1) socket.terminate()
      else (socket as unknown as { _socket: { resetAndDestroy(): void } })._socket.resetAndDestroy()
    })
    await until(() => stream.size === 1)

    await place(platform)
    await until(() => steady.messages.length === 1)
    steady.socket.terminate()
    await until(() => stream.size === 0)
  })

  test('is closed when the client answers no ping, and stays open otherwise', async () => {
    const { url, stream, venueClock } = await serve()
    const alive = await connectTo(url)
    const { socket: dead } = await connectTo(url)
    // Like a client whose network failed: it answers no ping.
    dead.pong = () => {}
    await until(() => stream.size === 2)

    venueClock.advance(15_000)
    await once(alive.socket, 'ping')
    alive.socket.ping()
    await once(alive.socket, 'pong')
    venueClock.advance(15_000)
    const [code] = await once(dead, 'close')
    await until(() => stream.size === 1)

    assert.equal(code, 4009)
    assert.equal(alive.socket.readyState, WebSocket.OPEN)
  })

  test('is resumed without a gap or a duplicate, however busy the venue is', async () => {
    const platform = await serve()
    await placeMany(platform, 3000)
    const received: number[] = []
    let isBusy = true
    const happening = (async () => {
      for (let round = 0; round < 200; round++) {
        await place(platform, 10)
        await new Promise(setImmediate)
      }
      isBusy = false
    })()

    while (isBusy || received.length < 5000) {
      const { socket, orders } = await connectTo(platform.url, `?from=${received.at(-1) ?? 0}`)
      await until(() => orders().length > 400 || received.length + orders().length === 5000)
      socket.terminate()
      received.push(...orders().map(({ position }) => position))
    }
    await happening

    assert.deepEqual(received, positions(1, 5000))
  })

  test('sends `going-away` before it closes', async () => {
    const { url, stream, close } = await serve()
    const { socket, messages } = await connectTo(url)
    await until(() => stream.size === 1)

    const closed = close(5000)
    const [code] = await once(socket, 'close')
    await closed

    assert.equal(code, 1001)
    assert.deepEqual(messages, [{ type: 'going-away' }])
  })
})
