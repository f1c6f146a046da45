import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type RequestListener, type ServerResponse } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { after, describe, test } from 'node:test'
import { promisify } from 'node:util'
import { handshake, serve, until } from '../test/support/platform.ts'
import { limitPipelining } from './pipeline-limit.ts'

const get = (path: string, headers = '') =>
  `GET ${path} HTTP/1.1\r\nHost: localhost\r\n${headers}\r\n`

/** How much Node reads from a connection at a time. */
const chunkBytes = 64 * 1024

/** A client that sends everything at once and keeps what it receives. */
function sendAll(port: number, bytes: string | Buffer) {
  const socket = connect(port, '127.0.0.1')
  after(() => socket.destroy())
  let received = ''
  socket.setEncoding('latin1').on('data', (text: string) => {
    received += text
  })
  socket.write(bytes)
  return {
    socket,
    received: () => received,
    replies: () => [...received.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => Number(status)),
  }
}

/** A server that holds all replies, and stops reading while 4 requests wait. */
async function openHolding() {
  const held: ServerResponse[] = []
  const { count } = limitPipelining(4)
  const hold: RequestListener = (request, response) => {
    count(request, response)
    held.push(response)
  }
  const server = createServer(hold)
  server.on('checkExpectation', hold)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  after(() => server.close())
  return { server, held, port: (server.address() as AddressInfo).port }
}

describe('Pipelined requests', () => {
  for (const [name, headers] of [
    ['plain', ''],
    ['with an impossible expectation', 'Expect: wonders\r\n'],
  ] as const) {
    test(`are not read beyond the limit, ${name}`, async () => {
      const { held, port } = await openHolding()
      const request = get('/', headers)
      const { replies } = sendAll(port, request.repeat(8000))
      await until(() => held.length >= 4)
      // A later client's request has been read, so there was time to read more of the first.
      const other = sendAll(port, get('/other'))
      await until(() => held.some(({ req }) => req.url === '/other'))
      assert.ok(held.length - 1 <= Math.ceil((2 * chunkBytes) / request.length), `${held.length}`)
      other.socket.destroy()

      await until(() => {
        for (const response of held.splice(0)) response.end()
        return replies().length === 8000
      })
    })
  }

  test('are all answered, in order', async () => {
    const { port, venueClock } = await serve({ latencyMs: 100 })
    const paths = Array.from({ length: 500 }, (_, nth) => `/orders/order-${nth}`)
    const { received, replies } = sendAll(port, paths.map((path) => get(path)).join(''))

    await until(() => {
      venueClock.advance(100)
      return replies().length === 500
    })

    const instances = [...received().matchAll(/"instance":"([^"]+)"/g)].map(([, path]) => path)
    assert.deepEqual(instances, paths)
  })

  test('keep their bodies, even those that look like the end of a request', async () => {
    const { port } = await serve()
    const quantities = Array.from({ length: 200 }, (_, nth) => nth + 1)
    const posts = quantities.map((quantity) => {
      const body = `\r\n\r\n${JSON.stringify({ symbol: 'EURUSD', side: 'BUY', quantity })}\r\n\r\n`
      return `POST /orders HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`
    })
    const { received, replies } = sendAll(port, posts.join(''))
    await until(() => replies().length === 200)

    const confirmed = [...received().matchAll(/"quantity":(\d+)/g)].map(([, digits]) =>
      Number(digits),
    )
    assert.deepEqual(confirmed, quantities)
  })

  test('may end with a handshake, and frames behind it are read', async () => {
    const { port } = await serve()
    // A client masks its frames (RFC 6455, section 5.3). This mask of zeros changes nothing.
    const ping = Buffer.from([0x89, 0x84, 0, 0, 0, 0, ...Buffer.from('\r\n\r\n')])
    const upgrade = Buffer.from(handshake('/ws', 'Connection: Upgrade'))
    const { received } = sendAll(port, Buffer.concat([upgrade, ping, ping]))
    const pong = '\x8a\x04\r\n\r\n'
    await until(() => received().endsWith(pong + pong))

    assert.match(received(), /^HTTP\/1.1 101 /)
  })
})

test('the connection of a client that pipelined and left is closed', async () => {
  const { server, held, port } = await openHolding()
  const { socket } = sendAll(port, get('/').repeat(8000))
  await until(() => held.length >= 4)
  socket.destroy()
  for (const response of held) response.end()

  const connections = promisify(server.getConnections.bind(server))
  await until(async () => (await connections()) === 0)
  assert.equal(await connections(), 0)
})
