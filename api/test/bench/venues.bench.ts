import { startChild } from './child.ts'
import type { Effort } from './comparison.ts'
import { openListeners } from './listeners.ts'
import type { Papertape } from './papertape-server.ts'
import type { Quantity } from './report.ts'

const venues = 1000

/** All orders of a minute are placed together. */
const day = { orders: 100_800, steps: 24 * 60 }

/** Measures held venues: the memory of an empty one, and how long a day of trading takes. */
export async function measureVenues({ onStep }: Effort): Promise<Quantity[]> {
  const papertape = startChild<Papertape>('./papertape-server.ts', { isHeld: true })
  const one = `empty venue, of ${venues.toLocaleString('en')}`
  onStep(one)
  const { open, closed } = await papertape.ask('bytesPerVenue', venues)

  const name = `a day of ${day.orders.toLocaleString('en')} orders in a held venue`
  onStep(name)
  const aloneMs = await papertape.ask('tradeForADay', day)
  const listened = `${name}, one listener`
  onStep(listened)
  const listeners = await openListeners(await papertape.ask('url'), 1)
  const listenedMs = await papertape.ask('tradeForADay', day)
  await listeners.received(2 * day.orders)
  listeners.close()
  await papertape.stop()
  return [
    { name: one, value: open, unit: 'bytes each', bound: 'at most', target: 48 * 1024 },
    { name: `${one}, closed`, value: closed, unit: 'bytes each', bound: 'at most', target: 100 },
    { name, value: aloneMs / 1000, unit: 's', bound: 'at most', target: 5 },
    // With a listener each order takes two separate writes to its socket.
    { name: listened, value: listenedMs / 1000, unit: 's', bound: 'at most', target: 15 },
  ]
}
