import assert from 'node:assert/strict'
import { once } from 'node:events'
import { describe, test } from 'node:test'
import {
  placeMany,
  serve,
  until,
  watchReading,
  whereReadingStops,
} from '../test/support/platform.ts'
import { positions } from '../test/support/stream.ts'
import { connectTo, listenTo } from '../test/support/stream-clients.ts'

const positionsOf = ({ orders }: Awaited<ReturnType<typeof listenTo>>) =>
  orders().map(({ position }) => position)

describe('A WebSocket', () => {
  test('is closed when the client leaves too much unread, while others receive everything', async () => {
    const platform = await serve({ maxUnreadBytes: 64 * 1024 })
    const { url, stream, venue } = platform
    const stalled = await connectTo(url)
    const other = await connectTo(url)
    await until(() => stream.size === 2)
    stalled.socket.pause()

    // The system's socket buffers fill first. Their size is up to the system.
    while (stream.size === 2 && venue.position < 100_000) await placeMany(platform, 500)
    assert.equal(stream.size, 1)
    await until(() => other.orders().length === venue.position)

    stalled.socket.resume()
    const [code, reason] = await once(stalled.socket, 'close')
    const last = stalled.orders().at(-1)?.position ?? 0
    assert.equal(code, 4008)
    assert.equal(String(reason), `resume from ${last}`)
    const resumed = await connectTo(url, `?from=${last}`)
    await until(() => resumed.messages.at(-1)?.type === 'caught-up')
    assert.deepEqual(
      [...stalled.orders(), ...resumed.orders()].map(({ position }) => position),
      other.orders().map(({ position }) => position),
    )
  })

  test('delivers the close code and reason even to a slow client', async () => {
    const platform = await serve()
    const { url, stream, venue, venueClock } = platform
    const { socket, orders } = await connectTo(url)
    await until(() => stream.size === 1)
    socket.pause()
    while (stream.size === 1 && venue.position < 100_000) await placeMany(platform, 500)
    assert.equal(stream.size, 0)

    const eighth = venue.position / 8
    socket.on('message', () => orders().length > eighth && socket.pause())
    socket.resume()
    await until(() => socket.isPaused)
    venueClock.advance(14_000)
    socket.removeAllListeners('message')
    socket.resume()
    const [code] = await once(socket, 'close')

    assert.equal(code, 4008)
  })

  test('sends a long history no faster than the client reads', async () => {
    const platform = await serve()
    await placeMany(platform, 40_000)
    const read = watchReading(platform)
    const { socket, orders } = await connectTo(platform.url, '?from=0')
    socket.pause()

    // The system's socket buffers fill first. Their size is up to the system.
    const stoppedAt = await whereReadingStops(read)
    socket.resume()
    await until(() => orders().length === 40_000)

    assert.ok(stoppedAt < 38_000, `${stoppedAt} events were read for a client that reads nothing`)
    assert.deepEqual(
      orders().map(({ position }) => position),
      positions(1, 40_000),
    )
  })
})

describe('Server-Sent Events', () => {
  test('stop when the client leaves too much unread, and can be resumed where it stopped reading', async () => {
    const platform = await serve({ maxUnreadBytes: 64 * 1024 })
    const { url, stream, venue } = platform
    const slow = await listenTo(url, '?from=0')
    await until(() => slow.messages.length === 1)
    slow.response.pause()
    while (stream.size > 0 && venue.position < 100_000) await placeMany(platform, 500)
    assert.equal(stream.size, 0)

    slow.response.resume()
    await slow.ended
    const resumed = await listenTo(url, '', { 'last-event-id': slow.lastEventId() })
    await until(() => resumed.messages.at(-1)?.type === 'caught-up')

    assert.deepEqual([...positionsOf(slow), ...positionsOf(resumed)], positions(1, venue.position))
    resumed.close()
  })

  test('of a long history are sent as fast as they are read, and stop if the client does not read', async () => {
    const platform = await serve()
    const { url, stream, venueClock } = platform
    await placeMany(platform, 40_000)
    const read = watchReading(platform)
    const sleeper = await listenTo(url, '?from=0')
    sleeper.response.pause()

    // The system's socket buffers fill first. Their size is up to the system.
    const stoppedAt = await whereReadingStops(read)
    assert.ok(stoppedAt < 38_000, `${stoppedAt} events were read for a client that reads nothing`)

    venueClock.advance(15_000)
    assert.equal(stream.size, 1)
    venueClock.advance(15_000)
    await until(() => stream.size === 0)
    sleeper.close()
  })
})
