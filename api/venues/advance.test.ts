import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, test } from 'node:test'
import { heldSince } from '../../engine/index.ts'
import type { Advanced } from '../control/control-contract.ts'
import { bodyIn } from '../test/support/app.ts'
import { openControl } from '../test/support/control.ts'
import { serve } from '../test/support/platform.ts'
import { connectTo } from '../test/support/stream-clients.ts'
import { advance } from './advance.ts'
import type { HostedVenue } from './hosted-venue.ts'

/** Makes every request of a venue await this many microtasks after it is resumed. */
function addTurns(requests: HostedVenue['requests'], turns: number): void {
  const { begin } = requests
  Object.assign(requests, {
    begin(...args: Parameters<typeof begin>) {
      const inFlight = begin(...args)
      const pause: typeof inFlight.pause = inFlight.pause.bind(inFlight)
      inFlight.pause = async (start, due) => {
        const result = await pause(start, due)
        for (let turn = 0; turn < turns; turn++) await undefined
        return result
      }
      return inFlight
    },
  })
}

describe('A clock that moves far', () => {
  test('leaves listeners time to read everything that happens on the way', async () => {
    const { url, venues, venue, venueClock } = await serve()
    for (let nth = 0; nth < 20_000; nth++) {
      await venue.place({ symbol: 'EURUSD', side: 'BUY', quantity: 1000 })
    }
    const { socket, messages } = await connectTo(url)

    await advance(venues.main, venueClock, { untilIdle: true }, 0)

    // By the end of the move they have received five times what a client may leave unread.
    assert.equal(messages.length, 20_000)
    assert.equal(socket.readyState, socket.OPEN)
    socket.terminate()
  })
})

describe('A clock that moves', () => {
  test('does not wait for a request that has not arrived completely', {
    timeout: 5000,
  }, async () => {
    const { port, venues, venueClock } = await serve()
    const socket = connect(port, '127.0.0.1')
    socket.write(
      'POST /orders HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 50\r\nExpect: 100-continue\r\n\r\n',
    )
    await once(socket, 'data')

    await advance(venues.main, venueClock, { byMs: 1000 }, 0)

    assert.equal(venueClock.now(), heldSince + 1000)
    socket.destroy()
  })

  for (const turns of [0, 1, 50]) {
    test(`does not go on before a resumed request has acted, ${turns} microtasks later`, async () => {
      const { open, ask, post, get, placeIn, venues } = openControl()
      const clock = { mode: 'held' }
      await open({ name: 'mine', latencyMs: { 'POST /orders': 100 }, executionDelayMs: 100, clock })
      addTurns(venues.find('mine')?.requests ?? assert.fail(), turns)
      const move = (byMs: number) => bodyIn<Advanced>(post('/venues/mine/clock/advance', { byMs }))
      const hold = { match: { clientOrderId: 'held' } }
      await post('/venues/mine/breakpoints', hold)

      // One waits for time, one at a breakpoint, one for a log position.
      const [first, held] = [placeIn('mine'), placeIn('mine', { clientOrderId: 'held' })]
      const reading = get('/orders', { venue: 'mine', 'min-log-position': '2' })
      const { events } = await move(1000)
      assert.deepEqual(
        events.map(({ type, occurredAt }) => `${type} ${occurredAt}`),
        ['OrderPlaced 2026-01-01T00:00:00.100Z', 'OrderExecuted 2026-01-01T00:00:00.200Z'],
      )
      assert.equal((await reading).headers.get('log-position'), '2')
      await first

      assert.equal((await ask('DELETE', '/venues/mine/breakpoints')).status, 204)
      await move(1000)
      assert.equal((await held).placedAt, '2026-01-01T00:00:01.000Z')
    })
  }
})
