import assert from 'node:assert/strict'
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http'
import { PassThrough } from 'node:stream'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { WebSocketServer } from 'ws'
import { Transcript } from '../reports/evidence/transcript.ts'
import { send } from './client.ts'
import type { Connect } from './connection.ts'
import { asEventSource } from './event-source.ts'
import { eventually } from './eventually.ts'
import { bodyOf, responseTo } from './http.ts'
import { Listener } from './listener.ts'
import { ordersFrom } from './reply-body.ts'
import { targetServers } from './testing/target-servers.ts'
import { times } from './times.ts'
import { Trader } from './trader.ts'
import { mainVenue } from './venue-under-test.ts'
import { overWebSocket } from './web-socket.ts'

const servers = targetServers()
const order = { type: 'order', orderId: '7', orderStatus: 'PENDING' }

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

  describe('Many large replies', () => {
    it('do not fill the memory, and fail nothing', async () => {
      await target((_, response) => response.end(`[${' '.repeat(3 * 2 ** 20)}]`))
      const alice = new Trader('Alice', scene())
      for (let nth = 0; nth < 3; nth += 1) {
        await alice.together(times(5, () => alice.list()))
      }
      const lengths = alice.replies.map(({ text, wire }) => Math.max(text.length, wire.text.length))
      assert.deepEqual(
        [lengths.filter((length) => length <= 10_000).length, lengths.length],
        [10, 15],
        'the last 16 MiB are kept in full',
      )
      assert.deepEqual(
        alice.replies.slice(-5).map(ordersFrom),
        times(5, () => []),
      )
    })

    it('fail a listing of pages without an end', async () => {
      await target((_, response) => {
        response.setHeader('link', '</orders?after=1>; rel="next"')
        response.end(`[${' '.repeat(3 * 2 ** 20)}]`)
      })
      await assert.rejects(new Trader('Alice', scene()).readAllPages({}), {
        message: 'the listing should end, but its pages have more than 32 MiB',
      })
    })

    it('are read a few at a time', async () => {
      const large = () => {
        const body = new PassThrough({ highWaterMark: 2 ** 20 })
        body.write(Buffer.alloc(100_000))
        return body
      }
      const read = (body: PassThrough) => bodyOf(body as unknown as IncomingMessage)
      // The turns of earlier requests end an immediate later.
      await setImmediate()
      const endless = times(8, large)
      const reading = endless.map(read)
      let isRead = false
      const another = large().end()
      const waiting = read(another).then(() => {
        isRead = true
      })

      assert.equal(await read(new PassThrough().end('small')), 'small')
      for (let turn = 0; turn < 10; turn += 1) await setImmediate()
      assert.equal(isRead, false)
      for (const body of endless) body.end()
      await Promise.all([waiting, ...reading])
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
        const sendLater = (error?: Error) => void setImmediate().then(() => sendAgain(error))
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
        assert.equal(listener.flood, `the stream to Bob was cut off after ${reason}`)
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
      assert.match(listener.flood ?? '', /^the stream to Bob was cut off after more than 4 MiB$/)
    })

    it('is cut off earlier if many listeners keep what it sends', { timeout: 30_000 }, async () => {
      await floodOverWebSocket(JSON.stringify({ ...order, padding: 'x'.repeat(60_000) }))
      const shared = scene()
      const crowd = await Promise.all(
        times(30, () =>
          Listener.connect({ name: 'Bob', connect: overWebSocket, filter: {}, ...shared }),
        ),
      )

      await Promise.all(crowd.map(({ connection }) => connection.ended))
      const kept = crowd.reduce((sum, { received }) => sum + received.length, 0) * 60_000
      assert.ok(kept <= 32 * 2 ** 20, `${kept} characters are kept`)
      const reasons = crowd.map(({ flood }) => flood)
      assert.ok(
        reasons.includes(
          'the stream to Bob was cut off after more than 32 MiB to the listeners of one scenario',
        ),
        reasons.join(),
      )
    })

    it('is the reason why nothing more is found in it, without a wait', async () => {
      await floodOverWebSocket('x'.repeat(60_000))
      const listener = await following(overWebSocket)
      await listener.connection.ended
      const startedAt = performance.now()

      await assert.rejects(listener.receives(['PENDING', 'EXECUTED'], ['7']), {
        message: 'the stream to Bob was cut off after more than 4 MiB',
      })
      assert.ok(performance.now() - startedAt < 1000)
    })
  })
})
