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

/** What Node reads of a connection at a time. */
const chunkBytes = 64 * 1024

/** A client that sends all that it has to say at once, and keeps what it hears. */
function say(port: number, bytes: string | Buffer) {
  const socket = connect(port, '127.0.0.1')
  after(() => socket.destroy())
  let heard = ''
  socket.setEncoding('latin1').on('data', (text: string) => {
    heard += text
  })
  socket.write(bytes)
  return {
    socket,
    heard: () => heard,
    replies: () => [...heard.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => Number(status)),
  }
}

/** A server that answers nothing until it is told to, and reads no further while 4 requests wait. */
async function reticent() {
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

describe('Of the requests that a client sends ahead', () => {
  for (const [name, headers] of [
    ['that ask for nothing special', ''],
    ['whose expectation cannot be met', 'Expect: wonders\r\n'],
  ] as const) {
    test(`no more are read than had arrived when enough waited for a reply: those ${name}`, async () => {
      const { held, port } = await reticent()
      const request = get('/', headers)
      const { replies } = say(port, request.repeat(8000))
      await until(() => held.length >= 4)
      // Who comes later has been read, so all that the first has sent could have been.
      const other = say(port, get('/other'))
      await until(() => held.some(({ req }) => req.url === '/other'))
      assert.ok(held.length - 1 <= Math.ceil((2 * chunkBytes) / request.length), `${held.length}`)
      other.socket.destroy()

      await until(() => {
        for (const response of held.splice(0)) response.end()
        return replies().length === 8000
      })
    })
  }

  test('none is lost, and the replies keep their order', async () => {
    const { port, venueClock } = await serve({ latencyMs: 100 })
    const paths = Array.from({ length: 500 }, (_, nth) => `/orders/order-${nth}`)
    const { heard, replies } = say(port, paths.map((path) => get(path)).join(''))

    await until(() => {
      venueClock.advance(100)
      return replies().length === 500
    })

    const instances = [...heard().matchAll(/"instance":"([^"]+)"/g)].map(([, path]) => path)
    assert.deepEqual(instances, paths)
  })

  test('each keeps its body, also one that looks like the end of a request', async () => {
    const { port } = await serve()
    const quantities = Array.from({ length: 200 }, (_, nth) => nth + 1)
    const posts = quantities.map((quantity) => {
      const body = `\r\n\r\n${JSON.stringify({ symbol: 'EURUSD', side: 'BUY', quantity })}\r\n\r\n`
      return `POST /orders HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`
    })
    const { heard, replies } = say(port, posts.join(''))
    await until(() => replies().length === 200)

    const confirmed = [...heard().matchAll(/"quantity":(\d+)/g)].map(([, digits]) => Number(digits))
    assert.deepEqual(confirmed, quantities)
  })

  test('the last may be a handshake, and what is said after it is heard', async () => {
    const { port } = await serve()
    // A ping of a client is masked (RFC 6455, section 5.5.2); its mask here changes nothing.
    const ping = Buffer.from([0x89, 0x84, 0, 0, 0, 0, ...Buffer.from('\r\n\r\n')])
    const upgrade = Buffer.from(handshake('/ws', 'Connection: Upgrade'))
    const { heard } = say(port, Buffer.concat([upgrade, ping, ping]))
    const pong = '\x8a\x04\r\n\r\n'
    await until(() => heard().endsWith(pong + pong))

    assert.match(heard(), /^HTTP\/1.1 101 /)
  })
})

test('One who has sent much ahead and goes away is let go', async () => {
  const { server, held, port } = await reticent()
  const { socket } = say(port, get('/').repeat(8000))
  await until(() => held.length >= 4)
  socket.destroy()
  for (const response of held) response.end()

  const connections = promisify(server.getConnections.bind(server))
  await until(async () => (await connections()) === 0)
  assert.equal(await connections(), 0)
})
