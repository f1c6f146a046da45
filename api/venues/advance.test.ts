import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, test } from 'node:test'
import { heldSince } from '../../engine/index.ts'
import { serve } from '../testing/platform.ts'
import { connectTo } from '../testing/web-socket.ts'
import { advance } from './advance.ts'

describe('Time that is moved far', () => {
  test('leaves listeners the time to read all that happens on the way', async () => {
    const { url, venues, venue, venueClock } = await serve()
    for (let nth = 0; nth < 20_000; nth++) {
      await venue.place({ symbol: 'EURUSD', side: 'BUY', quantity: 1000 })
    }
    const { socket, messages } = await connectTo(url)

    await advance(venues.main, venueClock, { untilIdle: true }, 0)

    // All of it, and by the time that the move is done: they weigh five times what may be left unread.
    assert.equal(messages.length, 20_000)
    assert.equal(socket.readyState, socket.OPEN)
    socket.terminate()
  })
})

describe('Time that is moved', () => {
  test('waits for no request that has not come whole', { timeout: 5000 }, async () => {
    const { port, venues, venueClock } = await serve()
    const socket = connect(port, '127.0.0.1')
    socket.write(
      'POST /orders HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 50\r\nExpect: 100-continue\r\n\r\n',
    )
    await once(socket, 'data')

    await advance(venues.main, venueClock, { byMs: 1000 }, 0)

    assert.equal(venueClock.now(), heldSince + 1000)
    socket.destroy()
  })
})
