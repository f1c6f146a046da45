import assert from 'node:assert/strict'
import { once } from 'node:events'
import { describe, test } from 'node:test'
import type { StreamFault } from '../faults/stream-faults.ts'
import { place, serve, until } from '../test/support/platform.ts'
import { connectTo, listenTo } from '../test/support/stream-clients.ts'

/** A platform with a client of each transport, and a fault for the second message. */
async function openFaulty(action: StreamFault) {
  const platform = await serve()
  platform.venues.main.streamFaults.rules.add({ match: { nth: 2 }, action })
  const [socket, events] = [await connectTo(platform.url), await listenTo(platform.url)]
  await until(() => platform.stream.size === 2)
  return { ...platform, socket, events }
}

type Client = Pick<Awaited<ReturnType<typeof listenTo>>, 'orders'>

const positionsOf = ({ orders }: Client) => orders().map(({ position }) => position)

describe('Over a connection', () => {
  test('a duplicated message arrives twice, over both transports', async () => {
    const platform = await openFaulty({ does: 'duplicate' })
    const { socket, events } = platform
    await place(platform, 3)
    await until(() => socket.orders().length + events.orders().length === 8)

    assert.deepEqual([socket, events].map(positionsOf), [
      [1, 2, 2, 3],
      [1, 2, 2, 3],
    ])
    assert.deepEqual(
      events.ids(),
      [0, 1, 2, 2, 3].map((position) => `${position}@${platform.venue.logId}`),
    )
    events.close()
  })

  test('a cut drops it without a close frame, and without the end of the reply', async () => {
    const platform = await openFaulty({ does: 'cut' })
    const { socket, events, stream } = platform
    const closed = once(socket.socket, 'close')
    await place(platform, 3)
    const [code] = await closed
    await events.ended

    assert.equal(code, 1006)
    assert.equal(events.response.complete, false)
    assert.deepEqual([socket, events].map(positionsOf), [[1], [1]])
    assert.equal(stream.size, 0)
  })

  test('a close sends its code over WebSocket, and ends the reply of Server-Sent Events', async () => {
    const platform = await openFaulty({ does: 'close', code: 1012, reason: 'service restart' })
    const { socket, events, stream } = platform
    const closed = once(socket.socket, 'close')
    await place(platform, 3)
    const [code, reason] = await closed
    await events.ended

    assert.deepEqual([code, String(reason)], [1012, 'service restart'])
    assert.equal(events.response.complete, true)
    assert.deepEqual([socket, events].map(positionsOf), [[1], [1]])
    assert.equal(stream.size, 0)
  })

  test('a delayed close still ends it when the platform stops', async () => {
    const platform = await openFaulty({ does: 'close', code: 1012, reason: 'service restart' })
    const { socket, events, stream, venues, url } = platform
    venues.main.streamFaults.setDelay({ minMs: 1000, maxMs: 1000 })
    const closed = once(socket.socket, 'close')
    await place(platform, 3)
    stream.close()
    const [code] = await closed
    await events.ended

    assert.equal(code, 1012)
    assert.equal(events.response.complete, true)
    assert.deepEqual([socket, events].map(positionsOf), [[1], [1]])
    assert.equal((await fetch(`${url}/health`)).status, 200)
  })

  test('a client that resumes after a cut receives the missed messages from the log', async () => {
    const platform = await openFaulty({ does: 'cut' })
    const { url, socket } = platform
    const closed = once(socket.socket, 'close')
    await place(platform, 3)
    await closed
    const again = await connectTo(url, `?from=${positionsOf(socket).at(-1)}`)
    await until(() => again.messages.length === 3)

    assert.deepEqual(positionsOf(again), [2, 3])
  })
})
