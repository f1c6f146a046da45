import assert from 'node:assert/strict'
import { after, before, describe, mock, type TestContext, test } from 'node:test'
import {
  type Library,
  libraryNames,
  listenWith,
  pretendToBeABrowser,
} from '../test/support/event-sources.ts'
import { place, serve, until } from '../test/support/platform.ts'
import { positions } from '../test/support/stream.ts'
import { openTcpProxy } from '../test/support/tcp-proxy.ts'

/** A platform and a client that is connected through a proxy. */
async function open(t: TestContext, library: Library, query = '') {
  const platform = await serve()
  const proxy = await openTcpProxy(platform.port)
  const client = listenWith(library, `${proxy.url}/events${query}`)
  t.after(() => {
    client.close()
    proxy.close()
  })
  const received = () => client.orders().map(({ position }) => position)
  await until(() => platform.stream.size === 1)
  return { ...platform, proxy, client, received }
}

/** The libraries that retry forever unless the application stops them. */
const neverGiveUp: readonly Library[] = ['eventsource-client', '@microsoft/fetch-event-source']

describe('An EventSource that reconnects', { concurrency: true }, () => {
  let stopPretending = () => {}
  before(() => {
    stopPretending = pretendToBeABrowser()
    // The polyfill also prints every failure there.
    mock.method(console, 'error', () => {})
  })
  after(() => {
    stopPretending()
    mock.restoreAll()
  })

  for (const library of libraryNames) {
    describe(library, { concurrency: true }, () => {
      test('receives every change once, even if its connection breaks within a message', async (t) => {
        const { received, proxy, client, ...platform } = await open(t, library)
        await place(platform, 2)
        await until(() => received().length === 2)
        proxy.cutAfter('"position":4,')
        await place(platform, 3)
        await until(() => received().length === 5)

        assert.deepEqual(received(), positions(1, 5))
        assert.deepEqual(client.refusals, [])
      })

      test('receives no empty events', async (t) => {
        const { received, client, venueClock, ...platform } = await open(t, library)
        await place(platform, 2)
        // Both orders are executed, and a comment keeps the connection in use.
        venueClock.advance(15_000)
        await place(platform, 1)
        await until(() => received().length === 5)

        assert.equal(client.emptyEvents(), 0)
      })

      test('receives what happened while it was disconnected, even if it had received no order before', async (t) => {
        const { received, proxy, client, stream, ...platform } = await open(t, library)
        await until(() => client.messages.length > 0)
        proxy.cut()
        await until(() => stream.size === 0)
        await place(platform, 3)
        await until(() => received().length === 3)

        assert.deepEqual(received(), positions(1, 3))
      })

      test('resumes after the orders that its filter excluded', async (t) => {
        const query = '?symbol=NOBODY&heartbeatMs=1000'
        const { proxy, client, stream, venueClock, ...platform } = await open(t, library, query)
        await place(platform, 3)
        venueClock.advance(1000)
        await until(() => client.messages.at(-1)?.type === 'heartbeat')
        proxy.cut()
        await until(() => stream.size === 0)
        await until(() => stream.size === 1 && client.messages.at(-1)?.type === 'caught-up')

        assert.deepEqual(client.refusals, [])
        const last = client.messages.at(-1)
        assert.equal(last && 'position' in last && last.position, 3)
      })

      test('is refused after a reset, and receives nothing of the new log', async (t) => {
        const { received, client, venues, ...platform } = await open(t, library)
        await place(platform, 2)
        await until(() => received().length === 2)
        const { venue } = (await venues.reset(venues.main)) ?? venues.main
        await place({ venue }, 5)
        await until(() => client.refusals.length > 0)

        assert.deepEqual(client.refusals, [409])
        assert.equal(client.isClosed(), !neverGiveUp.includes(library))
        assert.deepEqual(received(), [1, 2])
        assert.equal(client.messages.at(-1)?.type, 'going-away')
      })

      test('is refused by a new platform process', async (t) => {
        const { received, proxy, client, ...platform } = await open(t, library)
        await place(platform, 2)
        await until(() => received().length === 2)
        const other = await serve({ seed: 'another seed' })
        await place(other, 5)
        proxy.leadTo(other.port)
        proxy.cut()
        await until(() => client.refusals.length > 0)

        assert.deepEqual(client.refusals, [409])
        assert.deepEqual(received(), [1, 2])
      })
    })
  }
})
