import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { createSimulator, type Simulator } from '../api/package.ts'
import { freePort } from '../api/test/support/free-port.ts'
import { openClient } from '../api/test/support/open-client.ts'
import { openTcpProxy } from '../api/test/support/tcp-proxy.ts'
import { createClient } from './client.ts'

const ticket = { symbol: 'EURUSD', side: 'BUY', quantity: 1000 } as const
const brief = { timeoutMs: 20 }

let simulator: Simulator
before(async () => {
  simulator = await createSimulator()
})
after(() => simulator.close())

/** A venue with a client and its collector. */
async function open() {
  const opened = await openClient(simulator)
  const collector = await opened.client.collect()
  after(() => collector.close())
  return { ...opened, collector }
}

describe('A collector', { concurrency: true }, () => {
  test('waits for a status', async () => {
    const { client, venue, collector } = await open()
    const { orderId } = await client.place(ticket)
    const executed = collector.until(orderId, 'EXECUTED')
    await venue.advance({ untilIdle: true })

    assert.equal((await executed).position, 2)
  })

  test('finds a message that came before', async () => {
    const { client, venue, collector } = await open()
    const { orderId } = await client.place(ticket)
    await venue.execute(orderId)
    await collector.until(orderId, 'EXECUTED')

    assert.equal((await collector.until(orderId, 'PENDING', { timeoutMs: 0 })).position, 1)
  })

  test('keeps all messages, by order', async () => {
    const { client, venue, collector } = await open()
    const [one, other] = [await client.place(ticket), await client.place(ticket)]
    await client.cancel(other.orderId)
    await venue.execute(one.orderId)
    await collector.until(one.orderId, 'EXECUTED')

    const positionsOf = (orderId?: string) =>
      collector.messages(orderId).map(({ position }) => position)
    assert.deepEqual(positionsOf(), [1, 2, 3, 4])
    assert.deepEqual(positionsOf(one.orderId), [1, 4])
    assert.deepEqual(positionsOf('unknown'), [])
    assert.equal(collector.position, 4)
    assert.deepEqual(
      [...collector.orders].map(([orderId, { orderStatus }]) => [orderId, orderStatus]),
      [
        [one.orderId, 'EXECUTED'],
        [other.orderId, 'CANCELLED'],
      ],
    )
  })

  test('has the history since `from` at once', async () => {
    const { client, venue } = await openClient(simulator)
    const { orderId } = await client.place(ticket)
    await venue.execute(orderId)
    await using collector = await client.collect({ from: 0 })

    assert.equal(collector.messages(orderId).length, 2)
  })

  test('says what it has received when time is up', async () => {
    const { client, collector } = await open()
    const { orderId } = await client.place(ticket)
    await collector.until(orderId, 'PENDING')

    await assert.rejects(collector.until(orderId, 'EXECUTED', brief), {
      message: `Order ${orderId} is not EXECUTED. Received: PENDING at 1. Time is up. Is the venue's clock held? Then advance it.`,
    })
    await assert.rejects(collector.until('unknown', 'PENDING', brief), /Received: nothing\. Time/)
  })

  test('stops waiting when the order has another final status', async () => {
    const { client, collector } = await open()
    const { orderId } = await client.place(ticket)
    const final = /Received: PENDING at 1, CANCELLED at 2\. That is final\.$/
    const rejected = assert.rejects(collector.until(orderId, 'EXECUTED'), final)
    await client.cancel(orderId)

    await rejected
  })

  test('stops waiting when the venue is reset', async () => {
    const { client, venue, collector } = await open()
    const { orderId } = await client.place(ticket)
    await collector.until(orderId, 'PENDING')
    const changed = /The subscription ended\. Refusal: 409 LOG_CHANGED: /
    const rejected = assert.rejects(collector.until(orderId, 'EXECUTED'), changed)
    await venue.reset()

    await rejected
    assert.equal(collector.messages().length, 1)
  })

  test('stops waiting when the signal is aborted', async () => {
    const { collector } = await open()

    const waiting = collector.until('unknown', 'PENDING', { signal: AbortSignal.timeout(1) })
    await assert.rejects(waiting, { name: 'TimeoutError' })
  })

  test('says that the connection is broken', async () => {
    const { venue } = await openClient(simulator)
    const proxy = await openTcpProxy(Number(new URL(simulator.url).port))
    after(() => proxy.close())
    const client = createClient({ url: proxy.url, venue: venue.name })
    const broken = Promise.withResolvers<unknown>()
    await using collector = await client.collect({ retryMs: 5, onBreak: broken.resolve })
    proxy.refuse()
    await broken.promise

    await assert.rejects(collector.until('unknown', 'PENDING', brief), /The connection is broken\./)
  })

  test('receives nothing more once it is closed', async () => {
    const { client, collector } = await open()
    const { orderId } = await client.place(ticket)
    await collector.until(orderId, 'PENDING')
    const closed = /The subscription ended\. Error: The collector was closed\./
    const rejected = assert.rejects(collector.until(orderId, 'CANCELLED'), closed)
    await collector.close()
    await client.cancel(orderId)

    await rejected

    assert.equal(collector.messages().length, 1)
  })

  test('does not start without a platform, or with a position that is not in the log', async () => {
    const nobody = createClient({ url: `http://127.0.0.1:${await freePort()}`, withinMs: 100 })
    const { client } = await openClient(simulator)

    await assert.rejects(nobody.collect(), { name: /^(Type|Timeout)Error$/ })
    await assert.rejects(client.collect({ from: 7 }), /did not start\. .* INVALID_REQUEST/)
    await assert.rejects(client.collect({ signal: AbortSignal.abort() }), { name: 'AbortError' })
  })
})
