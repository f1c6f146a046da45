import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { createSimulator, type Simulator } from '../api/package.ts'
import { freePort } from '../api/test/support/free-port.ts'
import { openClient } from '../api/test/support/open-client.ts'
import { until } from '../api/test/support/platform.ts'
import { openTcpProxy } from '../api/test/support/tcp-proxy.ts'
import type { FollowedMessage, FollowFrom } from './client.ts'
import { type Client, createClient, Refusal } from './client.ts'

const ticket = { symbol: 'EURUSD', side: 'BUY', quantity: 1000 } as const
/** Heartbeats come when a test moves the clock. Silence must not end a connection on a busy machine. */
const settings = { retryMs: 5, heartbeatMs: 100, silenceMs: 60_000 }

let simulator: Simulator
before(async () => {
  simulator = await createSimulator()
})
after(() => simulator.close())

/** Follows in the background. */
function listen(client: Client, options: FollowFrom) {
  const received: FollowedMessage[] = []
  const breaks: string[] = []
  const ending = new AbortController()
  after(() => ending.abort())
  const ended = (async () => {
    const onBreak = (reason: unknown) => breaks.push(`${reason}`)
    const own = { ...settings, onBreak, signal: ending.signal, ...options }
    for await (const message of client.follow(own)) received.push(message)
  })().catch((reason) => reason)
  const isLive = () => received.some(({ type }) => type === 'caught-up')
  const orders = () => received.flatMap((message) => (message.type === 'order' ? [message] : []))
  const positions = () => orders().map(({ position }) => position)
  return { received, breaks, ended, isLive, orders, positions, end: () => ending.abort() }
}

/** A venue with a follower that is live, and the client that it belongs to. */
async function open(over: 'websocket' | 'sse', options: FollowFrom = {}) {
  const opened = await openClient(simulator)
  const listener = listen(opened.client, { over, ...options })
  await until(listener.isLive)
  return { ...opened, ...listener }
}

for (const over of ['websocket', 'sse'] as const) {
  describe(`Following over ${over}`, { concurrency: true }, () => {
    test('yields every change from now on', async () => {
      const { client, venue, orders, end, ended } = await open(over)
      const { orderId } = await client.place(ticket)
      await venue.execute(orderId)
      await until(() => orders().length === 2)

      assert.deepEqual(
        orders().map((order) => [order.position, order.orderId, order.orderStatus]),
        [
          [1, orderId, 'PENDING'],
          [2, orderId, 'EXECUTED'],
        ],
      )
      end()
      assert.equal((await ended).name, 'AbortError')
    })

    test('yields the changes after a position, for all of several orders', async () => {
      const { client } = await openClient(simulator)
      const placed = [await client.place(ticket), await client.place(ticket)]
      const orderId = placed.map((order) => order.orderId)
      await client.place(ticket)
      const { positions, isLive } = listen(client, { over, from: 1, filter: { orderId } })
      await until(isLive)

      assert.deepEqual(positions(), [2])
    })

    for (const action of [
      { does: 'drop' },
      { does: 'duplicate' },
      { does: 'swap' },
      { does: 'delay', ms: 500 },
      { does: 'stall', ms: 500 },
      { does: 'cut' },
      { does: 'close', code: 1012 },
      { does: 'close', code: 4008, reason: 'resume from 0' },
    ] as const) {
      test(`yields each change once, in order: ${Object.values(action)}`, async () => {
        const { client, venue, positions } = await open(over)
        await venue.streamFaults.add({ times: 1, match: { nth: 2 }, action })
        for (let order = 0; order < 3; order++) await client.place(ticket)
        await venue.advance({ byMs: 1000 })
        await until(() => positions().length >= 3)

        assert.deepEqual(positions(), [1, 2, 3])
      })
    }

    test('finds a missing message by the next heartbeat', async () => {
      const { client, venue, positions, breaks } = await open(over)
      await venue.streamFaults.add({ times: 1, action: { does: 'drop' } })
      await client.place(ticket)
      await venue.advance({ byMs: 100 })
      await until(() => positions().length === 1)

      assert.deepEqual(breaks, ['Error: A message is missing: the last one is null, not 1.'])
    })

    test('replaces a connection that is silent', async () => {
      const { breaks, received } = await open(over, { silenceMs: 300 })
      await until(() => received.filter(({ type }) => type === 'caught-up').length === 3)

      assert.deepEqual(new Set(breaks), new Set(['TimeoutError: No message arrived for 300 ms.']))
    })

    test('resumes after a crash and after a takeover', async () => {
      const { client, venue, positions, breaks } = await open(over)
      await client.place(ticket)
      await venue.restart()
      await client.place(ticket)
      await until(() => positions().length === 2)
      await venue.takeOver()
      await client.place(ticket)
      await until(() => positions().length === 3)

      assert.deepEqual(positions(), [1, 2, 3])
      assert.ok(breaks.length >= 2)
    })

    test('is refused after a reset, and yields nothing of the new log', async () => {
      const { client, venue, ended, positions } = await open(over)
      await client.place(ticket)
      await until(() => positions().length === 1)
      await venue.reset()
      await client.place(ticket)

      const refusal = await ended
      assert.ok(refusal instanceof Refusal)
      assert.equal(refusal.problem.code, 'LOG_CHANGED')
      assert.deepEqual(positions(), [1])
    })

    test('is refused when the venue is gone', async () => {
      const { venue, ended } = await open(over)
      await venue.close()

      assert.equal((await ended).problem.code, 'VENUE_NOT_FOUND')
    })

    test('is refused if a parameter is invalid', async () => {
      const { client } = await openClient(simulator)
      const { ended } = listen(client, { over, heartbeatMs: 1 })

      assert.equal((await ended).problem.code, 'INVALID_REQUEST')
    })

    test('resumes when the platform can be reached again', async () => {
      const { client, venue } = await openClient(simulator)
      const proxy = await openTcpProxy(Number(new URL(simulator.url).port))
      after(() => proxy.close())
      const far = createClient({ url: proxy.url, venue: venue.name })
      const { positions, breaks, isLive } = listen(far, { over })
      await until(isLive)
      await client.place(ticket)
      proxy.cutAfter('"position":2,')
      await client.place(ticket)
      proxy.refuse()
      await client.place(ticket)
      await until(() => breaks.length >= 3)
      proxy.accept()
      await until(() => positions().length === 3)

      assert.deepEqual(positions(), [1, 2, 3])
    })

    test('does not start without a platform', async () => {
      const client = createClient({ url: `http://127.0.0.1:${await freePort()}`, withinMs: 100 })

      await assert.rejects(client.follow({ over }).next(), { name: /^(Type|Timeout)Error$/ })
    })
  })
}

test('Following ends at once if it is aborted before the connection is open', async () => {
  let connections = 0
  const stopping = new AbortController()
  // Accepts connections, and never answers.
  const server = createServer(() => {
    connections++
    stopping.abort()
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const client = createClient({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })
  const news = client.follow({ from: 0, log: 'a', signal: stopping.signal })

  await assert.rejects(news.next(), { name: 'AbortError' })
  server.close()
  assert.equal(connections, 1)
})
