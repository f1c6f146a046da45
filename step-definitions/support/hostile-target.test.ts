import assert from 'node:assert/strict'
import type { RequestListener, Server, ServerResponse } from 'node:http'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { WebSocketServer } from 'ws'
import { Transcript } from '../reports/evidence/transcript.ts'
import { send } from './client.ts'
import type { Connect } from './connection.ts'
import { asEventSource } from './event-source.ts'
import { eventually } from './eventually.ts'
import { bodyOf, responseTo } from './http.ts'
import { Listener } from './listener.ts'
import { targetServers } from './testing/target-servers.ts'
import { Trader } from './trader.ts'
import { mainVenue } from './venue-under-test.ts'
import { overWebSocket } from './web-socket.ts'

const servers = targetServers()

describe('Against a hostile target', () => {
  afterEach(servers.close)

  /** Starts a server and makes it the target; returns its origin. */
  async function target(answer: RequestListener): Promise<string> {
    const origin = await servers.open(answer)
    process.env.BASE_URL = origin
    return origin
  }

  /** Writes for as long as the client reads; returns how often it did so. */
  function flood(response: ServerResponse, text: string): { readonly writes: () => number } {
    let writes = 0
    const write = () => {
      do writes += 1
      while (response.write(text) && response.socket?.writable)
    }
    response.on('drain', write).on('error', () => {})
    write()
    return { writes: () => writes }
  }

  const scene = () => ({
    venueUnderTest: mainVenue,
    description: undefined,
    transcript: new Transcript(),
  })

  describe('A reply without an end', () => {
    const chunk = `"${'x'.repeat(65_533)}",`

    it('is cut off, and the reason says so', async () => {
      await target((_, response) => void flood(response, chunk))

      await assert.rejects(send({ method: 'GET', path: '/orders' }), {
        name: 'Error',
        message: 'GET /orders: the answer was not read to its end: its body is larger than 4 MiB',
      })
    })

    it('is read up to the limit, and no further', async () => {
      let written = () => 0
      const origin = await servers.open((_, response) => {
        written = flood(response, chunk).writes
      })
      const sent = { method: 'GET', url: origin, headers: {}, body: undefined }
      const response = await responseTo(sent, AbortSignal.timeout(5000))

      await assert.rejects(bodyOf(response, 100_000), /its body is larger than 0\.1 MiB/)
      await eventually(5000, () => assert.ok(response.socket.destroyed))
      // What the buffers of both sockets hold was written as well.
      assert.ok(written() * chunk.length < 50 * 2 ** 20, `${written()} writes`)
    })
  })

  it('Many large replies fail a scenario before they fill the memory', async () => {
    await target((_, response) => response.end(`[${' '.repeat(3 * 2 ** 20)}]`))
    const alice = new Trader('Alice', scene())

    for (let nth = 0; nth < 10; nth += 1) await alice.list()
    await assert.rejects(alice.list(), {
      message: 'the replies to this scenario are larger than 32 MiB',
    })
  })

  describe('A link to another host', () => {
    let strangers = 0
    let elsewhere = ''

    beforeEach(async () => {
      strangers = 0
      elsewhere = await servers.open((_, response) => {
        strangers += 1
        response.end('[]')
      })
    })

    it('to the next page is not followed', async () => {
      const origin = await target((_, response) => {
        response.setHeader('link', `<${elsewhere}/orders?cursor=2>; rel="next"`).end('[]')
      })

      await assert.rejects(new Trader('Alice', scene()).readAllPages({}), {
        message: `the link ${elsewhere}/orders?cursor=2 leads to another host, and the specification sends requests only to ${origin}`,
      })
      assert.equal(strangers, 0)
    })

    for (const status of [301, 302, 303, 307, 308]) {
      it(`is not followed from a reply with ${status}`, async () => {
        await target((_, response) => {
          response.writeHead(status, { location: `${elsewhere}/orders/` }).end()
        })
        const redirected = send({ method: 'POST', path: '/orders', body: '{}' })

        await assert.rejects(redirected, (error: Error) => {
          assert.match(error.message, /^POST \/orders \{\} → \d+ after \d+ ms\n/)
          assert.ok(error.message.includes(`it redirects to ${elsewhere}/orders/`), error.message)
          return true
        })
        assert.equal(strangers, 0)
      })
    }

    it('is not followed when the stream is opened', async () => {
      await target((_, response) => {
        response.writeHead(307, { location: `${elsewhere}/ws` }).end()
      })
      for (const connect of [overWebSocket, asEventSource]) {
        await assert.rejects(
          new Trader('Alice', scene()).follow({}, connect),
          /^Error: refused: .*307/,
        )
      }
      assert.equal(strangers, 0)
    })
  })

  describe('A stream without an end', () => {
    const following = (connect: Connect) =>
      Listener.connect({ name: 'Bob', connect, filter: {}, ...scene() })

    /** A server that sends each client the same text again and again. */
    async function floodOverWebSocket(text: string): Promise<void> {
      await target((_, response) => response.writeHead(404).end())
      const { last: server } = servers
      new WebSocketServer({ server: server as Server, path: '/ws' }).on('connection', (socket) => {
        const sendAgain = (error?: Error) => {
          if (!error && socket.readyState === socket.OPEN) socket.send(text, sendLater)
        }
        const sendLater = (error?: Error) => setImmediate(sendAgain, error)
        // After a round trip, so that the client is connected.
        socket.once('pong', () => sendAgain()).ping()
      })
    }

    const cases: [what: string, text: string, reason: string][] = [
      ['many large messages', 'x'.repeat(60_000), 'more than 4 MiB'],
      ['very many messages', '{}', 'more than 20000 messages'],
      ['one very large message', 'x'.repeat(4 * 2 ** 20 + 1), 'a message of more than 4 MiB'],
    ]
    for (const [what, text, reason] of cases) {
      it(`is cut off: ${what} over a WebSocket`, { timeout: 30_000 }, async () => {
        await floodOverWebSocket(text)
        const listener = await following(overWebSocket)

        await listener.connection.ended
        assert.equal(
          listener.faults[0],
          `Bob follows the venue\n  but the connection was cut off after ${reason}`,
        )
        assert.ok(listener.faults.length <= 101)
        assert.ok(listener.faults.every((fault) => fault.length < 1000))
      })
    }

    it('is cut off: server-sent events', { timeout: 30_000 }, async () => {
      await target((_, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' })
        flood(response, `data: ${'x'.repeat(60_000)}`)
      })
      const listener = await following(asEventSource)

      await listener.connection.ended
      assert.match(listener.faults.join(), /the connection was cut off after more than 4 MiB/)
    })
  })
})
