import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
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
