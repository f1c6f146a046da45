import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { StreamMessage } from '../contract/stream.ts'
import { turn } from '../test/support/app.ts'
import { until } from '../test/support/platform.ts'
import { openStream, positions, positionsOf } from '../test/support/stream.ts'
import { createOrderFilter } from './order-filter.ts'

/** The position and the previous position of an order message; any other message as it is. */
const brief = (message: StreamMessage) =>
  message.type === 'order' ? [message.position, message.previous] : message

describe('A client that resumes', () => {
  test('receives every later event, then `caught-up`, then live events', async () => {
    const { venue, place, listen } = openStream()
    await place(5)
    const alice = listen(2)
    await place()

    assert.deepEqual(alice.messages.map(brief), [
      [3, null],
      [4, 3],
      [5, 4],
      { type: 'caught-up', position: 5, log: venue.logId },
      [6, 5],
    ])
  })

  test('receives `caught-up` at once if there is no history', async () => {
    const { venue, place, listen } = openStream()
    const early = listen(0)
    await place(3)
    const late = listen(3)

    assert.deepEqual(early.messages[0], { type: 'caught-up', position: 0, log: venue.logId })
    assert.deepEqual(late.messages, [{ type: 'caught-up', position: 3, log: venue.logId }])
  })

  test('receives each order in its state after the event', async () => {
    const { venue, place, execute, listen } = openStream()
    const live = listen(0)
    const [order] = await place(2)
    await venue.cancel(order?.orderId ?? '')
    await execute()

    assert.deepEqual(listen(0).orders, live.orders)
    assert.deepEqual(
      live.orders.map(({ orderStatus }) => orderStatus),
      ['PENDING', 'PENDING', 'CANCELLED', 'EXECUTED'],
    )
  })

  test('receives events that happen during the replay once', async () => {
    const { place, listen } = openStream()
    await place(1000)
    const alice = listen(0)
    const receivedAtOnce = alice.orders.length
    await place(500)
    await until(() => alice.orders.length === 1500)
    await place()

    assert.ok(receivedAtOnce < 1000, 'the replay runs in steps')
    assert.deepEqual(positionsOf(alice), positions(1, 1501))
    assert.equal(
      alice.messages.findIndex(({ type }) => type === 'caught-up'),
      1500,
    )
  })

  test('receives events once that other clients have yet to receive', async () => {
    const { place, listen } = openStream()
    const bob = listen(0)
    const placing = place(2)
    // The events are in the log, but not published yet.
    const alice = listen(0)
    const carol = listen(1, { sendsCaughtUp: false })
    await Promise.all([placing, place()])

    assert.deepEqual(positionsOf(bob), [1, 2, 3])
    assert.deepEqual(positionsOf(alice), [1, 2, 3])
    assert.deepEqual(positionsOf(carol), [2, 3])
  })

  test('receives nothing more after it leaves in the middle of the replay', async () => {
    const { stream, place, listen } = openStream()
    await place(1000)
    const alice = listen(0)
    alice.leave()
    const received = alice.messages.length
    await turn()
    await place()

    assert.equal(alice.messages.length, received)
    assert.equal(stream.size, 0)
  })
})

describe('A client without `from`', () => {
  test('receives the events after its handshake, and no `caught-up`', async () => {
    const { place, listen } = openStream()
    await place(3)
    // The third order was placed between the handshake and the subscription.
    const alice = listen(2, { sendsCaughtUp: false })
    await place()

    assert.deepEqual(alice.messages.map(brief), [
      [3, null],
      [4, 3],
    ])
  })
})

describe('A filter', () => {
  test('selects orders that match all of it, live and from history, in an unbroken chain', async () => {
    const { place, execute, listen } = openStream()
    const filter = createOrderFilter({ symbol: 'BTC/USD', orderStatus: 'EXECUTED' })
    const live = listen(0, { filter })
    for (const symbol of ['BTC/USD', 'EURUSD', 'BTC/USD', 'EURUSD']) await place(1, symbol)
    await execute()

    assert.deepEqual(
      live.orders.map(({ symbol, orderStatus }) => [symbol, orderStatus]),
      [
        ['BTC/USD', 'EXECUTED'],
        ['BTC/USD', 'EXECUTED'],
      ],
    )
    assert.deepEqual(
      live.orders.map(({ previous }) => previous),
      [null, live.orders[0]?.position],
    )
    assert.deepEqual(listen(0, { filter }).orders, live.orders)
  })

  test('by several order ids selects any of them', async () => {
    const { place, execute, listen } = openStream()
    const [one, , three] = (await place(3)).map(({ orderId }) => orderId)
    const filter = createOrderFilter({ orderId: [one ?? '', three ?? ''] })
    const alice = listen(0, { filter })
    await execute()

    assert.deepEqual(
      alice.orders.map(({ orderId }) => orderId).sort(),
      [one, one, three, three].sort(),
    )
  })

  test('by clientOrderId excludes orders without one', async () => {
    const { venue, place, listen } = openStream()
    const alice = listen(0, { filter: createOrderFilter({ clientOrderId: 'alice-1' }) })
    await place()
    await venue.place({ symbol: 'EURUSD', side: 'BUY', quantity: 1, clientOrderId: 'alice-1' })

    assert.deepEqual(positionsOf(alice), [2])
  })

  test('that selects hardly anything still replays history in steps', async () => {
    const { venue, place, listen } = openStream()
    await place(2000)
    const alice = listen(0, { filter: createOrderFilter({ symbol: 'NOBODY' }) })
    let turns = 0
    while (alice.messages.length === 0) {
      await turn()
      turns++
    }

    assert.deepEqual(alice.messages, [{ type: 'caught-up', position: 2000, log: venue.logId }])
    assert.ok(turns >= 7, `a history of 2,000 took ${turns} turns`)
  })
})

describe('Heartbeats', () => {
  test('confirm the position up to which nothing is missing, and do not change the chain', async () => {
    const { clock, place, listen } = openStream({ isQuiet: true })
    const filter = createOrderFilter({ symbol: 'BTC/USD' })
    const alice = listen(0, { filter, sendsCaughtUp: false, heartbeatMs: 5000 })
    clock.advance(5000)
    await place(1, 'BTC/USD')
    await place(2, 'EURUSD')
    clock.advance(5000)
    await place(1, 'BTC/USD')

    assert.deepEqual(alice.messages.map(brief), [
      { type: 'heartbeat', position: 0, previous: null },
      [1, null],
      { type: 'heartbeat', position: 3, previous: 1 },
      [4, 1],
    ])
  })

  test('do not include events that are in the log but not sent yet', async () => {
    const { clock, place, listen } = openStream({ isQuiet: true })
    const alice = listen(0, { sendsCaughtUp: false, heartbeatMs: 100 })
    const placing = place()
    clock.advance(100)
    await placing

    assert.deepEqual(alice.messages.map(brief), [
      { type: 'heartbeat', position: 0, previous: null },
      [1, null],
    ])
  })

  test('that the process missed while it was suspended are merged into one', async () => {
    const { clock, pause, listen } = openStream({ isQuiet: true })
    const alice = listen(0, { sendsCaughtUp: false, heartbeatMs: 100 })
    clock.advance(100)
    pause(8000)
    clock.advance(100)
    assert.equal(alice.messages.length, 2)

    clock.advance(300)
    assert.equal(alice.messages.length, 5)
  })

  test('start after `caught-up`, keep their interval, and end with the subscription', async () => {
    const { venue, clock, place, listen } = openStream({ isQuiet: true })
    await place(1000)
    const alice = listen(0, { heartbeatMs: 100 })
    clock.advance(1000)
    await until(() => alice.messages.length > 1000)
    assert.equal(alice.messages.at(-1)?.type, 'caught-up')

    clock.advance(350)
    alice.leave()
    clock.advance(1000)

    const heartbeat = { type: 'heartbeat', position: 1000, previous: 1000 }
    assert.deepEqual(alice.messages.slice(1001), [heartbeat, heartbeat, heartbeat])
    // Only the execution timer is left: the orders execute after a day.
    assert.equal(clock.nextDue(), venue.nextDue())
  })
})

describe('Heartbeats of a venue with a held clock', () => {
  test("follow the venue's clock, not the process's", async () => {
    const { venueClock, clock, listen } = openStream()
    const alice = listen(0, { sendsCaughtUp: false, heartbeatMs: 100 })

    clock.advance(1000)
    assert.equal(alice.messages.length, 0)
    venueClock.advance(300)
    assert.equal(alice.messages.length, 3)
  })
})

describe('A slow client', () => {
  test('is disconnected when it leaves too much unread, with the position to resume from', async () => {
    const { stream, place, listen } = openStream({ maxUnreadBytes: 20_000 })
    const slow = listen(0)
    const quick = listen(0)
    slow.stall()
    while (stream.size === 2) await place()

    const { code, reason } = slow.closeReason ?? {}
    assert.equal(code, 4008)
    assert.match(reason ?? '', /^resume from \d+$/)
    // It was sent everything up to this position, and nothing after.
    slow.goOn()
    assert.equal(reason, `resume from ${slow.position}`)
    assert.ok(slow.mostUnreadBytes < 21_000, `${slow.mostUnreadBytes} bytes were left unread`)

    await place()
    const resumed = listen(slow.position ?? 0)
    assert.deepEqual([...positionsOf(slow), ...positionsOf(resumed)], positionsOf(quick))
  })

  test('delays `responsiveDelivered()` once, and not again until it has read', async () => {
    const { clock, stream, listen } = openStream()
    const alice = listen(0)
    await turn()
    /** Whether a promise needs the timeout to resolve. */
    const isWaitedFor = async (waiting: Promise<void>) => {
      const isOver = await Promise.race([waiting.then(() => true), turn().then(() => false)])
      clock.advance(1000)
      await waiting
      return !isOver
    }
    alice.stall()
    assert.equal(await isWaitedFor(stream.responsiveDelivered()), true)
    assert.equal(await isWaitedFor(stream.responsiveDelivered()), false)
    assert.equal(await isWaitedFor(stream.delivered()), true)

    alice.goOn()
    await turn()
    alice.stall()
    assert.equal(await isWaitedFor(stream.responsiveDelivered()), true)
  })

  test('is not disconnected because of messages that its filter excludes', async () => {
    const { place, listen } = openStream({ maxUnreadBytes: 1000 })
    const alice = listen(0, { filter: createOrderFilter({ symbol: 'BTC/USD' }) })
    alice.stall()
    await place(5, 'BTC/USD')
    await place(50, 'EURUSD')
    assert.equal(alice.closeReason, undefined)

    await place(1, 'BTC/USD')
    assert.deepEqual(alice.closeReason, { code: 4008, reason: 'resume from 55' })
  })

  test('is disconnected also when only a heartbeat is due', async () => {
    const { clock, place, listen } = openStream({ maxUnreadBytes: 1000, isQuiet: true })
    const alice = listen(0, { heartbeatMs: 100 })
    alice.stall()
    await place(10)
    clock.advance(100)

    assert.deepEqual(alice.closeReason, { code: 4008, reason: 'resume from 10' })
  })

  test('receives history no faster than it reads, and is not disconnected during the replay', async () => {
    const { stream, place, listen } = openStream({ maxUnreadBytes: 100_000 })
    await place(5000)
    const slow = listen(0)
    slow.stall()
    for (let round = 0; round < 100; round++) {
      await place(10)
      await turn()
    }
    assert.ok(slow.mostUnreadBytes < 100_000, `${slow.mostUnreadBytes} bytes were left unread`)
    assert.equal(stream.size, 1)

    slow.goOn()
    await until(() => slow.messages.length > 6000)
    assert.deepEqual(positionsOf(slow), positions(1, 6000))
  })
})

describe('The stream', () => {
  test('interleaves long replays step by step', async () => {
    const { place, listen } = openStream()
    await place(3000)
    const readers = Array.from({ length: 4 }, () => listen(0))
    const progress = () => readers.map(({ orders }) => orders.length)
    while (Math.max(...progress()) < 1000) {
      const before = progress()
      await turn()
      const moved = progress().filter((length, nth) => length > (before[nth] ?? 0))
      assert.ok(moved.length <= 1, 'more than one client received a step')
    }

    assert.ok(Math.min(...progress()) > 500, `the clients received ${progress()} messages`)
  })

  test('encodes each message once for all clients with the same filter', async () => {
    const { place, listen } = openStream()
    const listeners = Array.from({ length: 10 }, () => listen(0))
    const sent: Buffer[] = []
    for (const listener of listeners) {
      const { send } = listener
      listener.send = (bytes, onFlushed) => {
        sent.push(bytes)
        send(bytes, onFlushed)
      }
    }
    await place()

    assert.equal(sent.length, 10)
    assert.equal(new Set(sent).size, 1)
  })

  test('pings every client every 15 s, and keeps no timer without clients', () => {
    const { clock, listen } = openStream()
    const alice = listen(0)
    const bob = listen(0)
    clock.advance(45_000)
    alice.leave()
    clock.advance(15_000)
    bob.leave()

    assert.deepEqual([alice.pings, bob.pings], [3, 4])
    assert.equal(clock.nextDue(), undefined)
  })

  test('sends `going-away` to every client, and to clients that connect later', async () => {
    const { stream, place, listen } = openStream()
    await place(1000)
    const live = listen(1000)
    const behind = listen(0)
    stream.close()
    const late = listen(0)
    await place()
    await turn()

    for (const { messages, closeReason } of [live, behind, late]) {
      assert.deepEqual(messages.at(-1), { type: 'going-away' })
      assert.equal(closeReason?.code, 1001)
    }
    assert.equal(late.messages.length, 1)
    assert.equal(stream.size, 0)
  })
})
