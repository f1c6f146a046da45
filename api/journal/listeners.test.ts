import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, test } from 'node:test'
import type { OrderMessage } from '../contract/stream.ts'
import type { StreamFault } from '../faults/stream-faults.ts'
import { handshake, place, placeMany, serve, until } from '../test/support/platform.ts'
import { connectTo, listenTo } from '../test/support/stream-clients.ts'
import { messageView } from '../views/message-view.ts'
import type { Ending } from './frames.ts'
import { firstCursor, readFrames } from './read-frames.ts'

/** A platform with a journal, and the records of its stream connections. */
async function open(options: { readonly maxUnreadBytes?: number } = {}) {
  const served = await serve({ keepsJournal: true, ...options })
  const { venue, venues } = served
  const { journal, streamFaults } = venues.main
  const records = () => [...(journal?.after(0) ?? [])].flatMap(({ connection }) => connection ?? [])
  /** The record of the nth connection. */
  const record = (nth = 0) => {
    const nthRecord = records()[nth]
    assert.ok(nthRecord)
    return nthRecord
  }
  const frames = (nth = 0) => [...readFrames(record(nth), venue, firstCursor)]
  /** The order messages that were sent. */
  const sent = (nth = 0): OrderMessage[] =>
    frames(nth).flatMap((frame) =>
      frame.kind === 'order' && frame.isSent ? messageView(frame.change, frame.previous) : [],
    )
  /** The frames from the client. */
  const received = (nth = 0) =>
    frames(nth).flatMap((frame) => (frame.kind === 'received' ? [frame.received] : []))
  const ended = async (nth = 0): Promise<Ending> => {
    await until(() => record(nth).ended !== undefined)
    const { at, ...ending } = record(nth).ended ?? assert.fail()
    return ending
  }
  return { ...served, streamFaults, records, record, frames, sent, received, ended }
}

const json = (messages: readonly OrderMessage[]) => JSON.parse(JSON.stringify(messages))

describe('Of a WebSocket connection, a journal keeps', () => {
  test('every message, from the log and live, until the connection ends', async () => {
    const platform = await open()
    const { url, sent, record, ended } = platform
    await place(platform, 3, 'EURUSD')
    await place(platform, 2, 'BTC/USD')
    const { socket, orders } = await connectTo(url, '?from=1&symbol=EURUSD')
    await place(platform, 1, 'BTC/USD')
    await place(platform, 2, 'EURUSD')
    await until(() => orders().length === 4)
    socket.close(1000, 'enough')
    assert.deepEqual(await ended(), { by: 'client', code: 1000, reason: 'enough' })
    await place(platform, 1, 'EURUSD')

    assert.deepEqual(json(sent()), orders())
    assert.deepEqual(
      sent().map(({ position }) => position),
      [2, 3, 7, 8],
    )
    // `caught-up` counts, too.
    assert.equal(record().sentCount, 5)
  })

  test('the text frames, binary frames and pings from the client', async () => {
    const { url, received } = await open()
    const { socket } = await connectTo(url)
    socket.send('hello')
    socket.send(Buffer.from([0, 255]))
    socket.ping('are you there?')
    await until(() => received().length === 3)

    assert.deepEqual(received(), [
      { frame: 'text', text: 'hello' },
      { frame: 'binary', bytes: Buffer.from([0, 255]) },
      { frame: 'ping', bytes: Buffer.from('are you there?') },
    ])
  })

  test('a frame that arrives together with the handshake', async () => {
    const { port, received, records } = await open()
    const socket = connect(port, '127.0.0.1')
    // A masked text frame (RFC 6455, section 5.2) with the mask 0.
    const hello = Buffer.concat([Buffer.from([0x81, 0x85, 0, 0, 0, 0]), Buffer.from('hello')])
    socket.write(Buffer.concat([Buffer.from(handshake('/ws', 'Connection: Upgrade')), hello]))
    await until(() => records().length === 1 && received().length === 1)

    assert.deepEqual(received(), [{ frame: 'text', text: 'hello' }])
    socket.destroy()
  })

  for (const [what, bytes, why, code] of [
    ['a message that is too large', [0x82, 0xfe, 0xff, 0xff], 'Max payload size exceeded', 1009],
    ['an invalid frame', [0xf1, 0x80], 'Invalid WebSocket frame: RSV2 and RSV3', 1002],
    ['a text that is not UTF-8', [0x81, 0x81, 0, 0, 0, 0, 0xff], 'invalid UTF-8 sequence', 1007],
  ] as const) {
    test(`${what}, and that the venue closed the connection`, async () => {
      const { port, received, ended, records } = await open()
      const socket = connect(port, '127.0.0.1')
      socket.on('data', () => {})
      socket.write(handshake('/ws', 'Connection: Upgrade'))
      await until(() => records().length === 1)
      socket.write(Buffer.from(bytes))
      await until(() => received().length === 1)
      socket.destroy()

      const [unreadable] = received()
      assert.ok(unreadable?.frame === 'unreadable' && unreadable.why.includes(why), `${unreadable}`)
      assert.deepEqual(await ended(), { by: 'venue', code, reason: '' })
    })
  }

  test('that the client ended the connection without a close frame', async () => {
    const { url, ended } = await open()
    const { socket } = await connectTo(url)
    socket.terminate()

    assert.deepEqual(await ended(), { by: 'client', code: 1006, reason: '' })
  })

  test('that the venue closed the connection of a slow client, and which messages were not sent', async () => {
    const platform = await open({ maxUnreadBytes: 64 * 1024 })
    const { url, stream, venue, frames, sent, ended, record } = platform
    const { socket, orders } = await connectTo(url, '?from=0')
    await place(platform)
    await until(() => orders().length === 1)
    socket.pause()
    while (stream.size > 0 && venue.position < 100_000) await placeMany(platform, 500)
    socket.terminate()

    const reason = `resume from ${record().subscribed.position}`
    assert.deepEqual(await ended(), { by: 'venue', code: 4008, reason })
    const positions = frames().flatMap((frame) => (frame.kind === 'order' ? [frame] : []))
    assert.deepEqual(
      positions.map(({ change }) => change.event.position),
      Array.from({ length: record().subscribed.position }, (_, nth) => nth + 1),
    )
    const unsent = positions.filter(({ isSent }) => !isSent)
    assert.ok(unsent.length > 100, `${unsent.length} messages were not sent`)
    assert.equal(sent().length + unsent.length, positions.length)
    assert.equal(sent().at(-1)?.position, positions.length - unsent.length)
  })
})

describe('Of a connection with Server-Sent Events, a journal keeps', () => {
  test('every message, and that the client ended the connection', async () => {
    const platform = await open()
    const { url, sent, ended } = platform
    const events = await listenTo(url)
    await place(platform, 2)
    await until(() => events.orders().length === 2)
    events.close()

    assert.deepEqual(await ended(), { by: 'client' })
    assert.deepEqual(json(sent()), events.orders())
  })

  test('that the venue closed the connection of a slow client, and which messages were sent', async () => {
    const platform = await open({ maxUnreadBytes: 64 * 1024 })
    const { url, stream, venue, sent, ended, record } = platform
    const slow = await listenTo(url, '?from=0')
    await until(() => slow.messages.length === 1)
    slow.response.pause()
    while (stream.size > 0 && venue.position < 100_000) await placeMany(platform, 500)
    const ending = await ended()
    slow.response.resume()
    await slow.ended

    assert.deepEqual(ending, {
      by: 'venue',
      reason: `resume from ${record().subscribed.position}`,
    })
    // The system may have accepted a part of the last write, which nobody here can know.
    const arrived = slow.orders().slice(0, sent().length)
    assert.deepEqual(
      arrived.map(({ position }) => position),
      sent().map(({ position }) => position),
    )
    const { position } = record().subscribed
    assert.ok(sent().length < position, `all ${position} messages were sent`)
  })
})

describe('Of messages with stream faults, a journal keeps what was sent, in order', () => {
  /** A client of each transport receives four messages, the second with a fault. */
  async function openFaulty(action: StreamFault) {
    const platform = await open()
    const { id } = platform.streamFaults.rules.add({ match: { nth: 2 }, action })
    const listeners = [await connectTo(platform.url), await listenTo(platform.url)]
    await until(() => platform.stream.size === 2)
    await place(platform, 4)
    /** The position and the fault of each message with a fault on the nth connection. */
    const faultsOf = (nth: number) =>
      platform.frames(nth).flatMap((frame) => {
        if (frame.kind !== 'order' || !frame.fault) return []
        assert.equal(frame.fault.rule, id)
        return [[frame.change.event.position, frame.fault.does]]
      })
    return { ...platform, listeners, faultsOf }
  }

  for (const [action, count, faultCount] of [
    [{ does: 'drop' }, 3, 1],
    [{ does: 'duplicate' }, 5, 2],
    [{ does: 'swap' }, 4, 1],
    [{ does: 'delay', ms: 50 }, 4, 1],
    [{ does: 'stall', ms: 50 }, 4, 1],
  ] as const satisfies [StreamFault, number, number][]) {
    test(`with a ${action.does}`, async () => {
      const { listeners, record, venueClock, sent, faultsOf } = await openFaulty(action)
      await until(() => [0, 1].every((nth) => record(nth).subscribed.position === 4))
      venueClock.advance(50)

      for (const [nth, { orders }] of listeners.entries()) {
        await until(() => sent(nth).length === count && orders().length === count)
        assert.deepEqual(json(sent(nth)), orders())
        assert.deepEqual(faultsOf(nth), Array(faultCount).fill([2, action.does]))
      }
    })
  }

  for (const action of [
    { does: 'cut' },
    { does: 'close', code: 4100, reason: 'enough' },
  ] as const satisfies StreamFault[]) {
    test(`when a ${action.does} ends the connection instead of a message`, async () => {
      const { listeners, ended, sent, faultsOf } = await openFaulty(action)

      const { code = 1006, reason = '' } = 'code' in action ? action : {}
      assert.deepEqual(await ended(0), { by: 'venue', code, reason })
      assert.equal((await ended(1)).by, 'venue')
      for (const [nth, { orders }] of listeners.entries()) {
        await until(() => orders().length === 1)
        assert.deepEqual(json(sent(nth)), orders())
        assert.deepEqual(faultsOf(nth), [[2, action.does]])
      }
    })
  }

  test('without messages that are still delayed', async () => {
    const { sent, stream, venueClock } = await openFaulty({ does: 'delay', ms: 50 })
    const positions = () => sent().map(({ position }) => position)
    await until(() => sent().length === 3)
    assert.deepEqual([positions(), stream.hasDelayed], [[1, 3, 4], true])

    venueClock.advance(50)
    await until(() => sent().length === 4)
    assert.deepEqual(positions(), [1, 3, 4, 2])
  })

  for (const action of [
    { does: 'delay', ms: 50 },
    { does: 'stall', ms: 50 },
    { does: 'swap' },
  ] as const satisfies StreamFault[]) {
    test(`and, when the connection ends, the unsent message of a ${action.does}`, async () => {
      const platform = await open()
      const { url, streamFaults, record, frames, ended } = platform
      streamFaults.rules.add({ match: { nth: 2 }, action })
      const [overWebSocket, overEvents] = [await connectTo(url), await listenTo(url)]
      await until(() => platform.stream.size === 2)
      await place(platform, 2)
      await until(() => [0, 1].every((nth) => record(nth).sentCount === 1))
      overWebSocket.socket.close()
      overEvents.close()

      for (const nth of [0, 1]) {
        await ended(nth)
        const orders = frames(nth).flatMap((frame) => (frame.kind === 'order' ? [frame] : []))
        assert.deepEqual(
          orders.map(({ change, isSent, fault }) => [change.event.position, isSent, fault?.does]),
          [
            [1, true, undefined],
            [2, false, action.does],
          ],
        )
      }
    })
  }

  test('and, when the connection ends, both copies of a delayed duplicate', async () => {
    const { url, streamFaults, frames, ended, stream, venue } = await open()
    streamFaults.setDelay({ minMs: 50, maxMs: 50 })
    streamFaults.rules.add({ match: {}, action: { does: 'duplicate' } })
    const { socket } = await connectTo(url)
    await venue.place({ symbol: 'EURUSD', side: 'BUY', quantity: 1 })
    await until(() => stream.hasDelayed)
    socket.close()
    await ended()

    assert.deepEqual(
      frames().map((frame) => frame.kind === 'order' && [frame.isSent, frame.fault?.does]),
      [[false, 'duplicate'], [false, 'duplicate'], false],
    )
  })

  test('when the stream is delayed', async () => {
    const platform = await open()
    const { url, streamFaults, venueClock, stream, sent, frames } = platform
    streamFaults.setDelay({ minMs: 50, maxMs: 50 })
    const { orders } = await connectTo(url)
    await place(platform, 3)
    await until(() => stream.hasDelayed)
    assert.deepEqual(frames(), [])

    venueClock.advance(50)
    await until(() => sent().length === 3 && orders().length === 3)
    assert.deepEqual(json(sent()), orders())
  })

  test('also after all fault rules are removed', async () => {
    const platform = await open()
    const { url, streamFaults, sent, record } = platform
    streamFaults.rules.add({ match: { nth: 2 }, action: { does: 'drop' } })
    const { orders } = await connectTo(url)
    await place(platform, 3)
    await until(() => record().subscribed.position === 3)
    streamFaults.rules.clear()
    await place(platform, 300)
    await until(() => sent().length === 302 && orders().length === 302)

    assert.deepEqual(json(sent()), orders())
    // The dropped message, one row before it, and one after it.
    assert.equal(record().rows.length, 3)
  })
})

describe('Of a venue that ends its connections, a journal keeps', () => {
  test('that the platform stopped, and the message before that', async () => {
    const { url, frames, close, ended } = await open()
    const { socket } = await connectTo(url)
    const closed = once(socket, 'close')
    void close(1000)
    await closed

    assert.deepEqual(await ended(), { by: 'venue', code: 1001, reason: 'going away' })
    const [notice] = frames()
    assert.ok(notice?.kind === 'notice' && notice.isSent && notice.notice.type === 'going-away')
  })

  test('that the venue crashed', async () => {
    const { url, venues, ended, stream } = await open()
    await connectTo(url)
    await listenTo(url)
    await until(() => stream.size === 2)
    venues.main.restart()

    assert.deepEqual(
      [await ended(0), await ended(1)],
      [{ by: 'venue', code: 1006, reason: '' }, { by: 'venue' }],
    )
  })
})

test('Without a journal, the stream works and nothing is recorded', async () => {
  const platform = await serve()
  const { orders } = await connectTo(platform.url)
  await place(platform)
  await until(() => orders().length === 1)

  assert.equal(platform.venues.main.journal, undefined)
})
