import { startChild } from './child.ts'
import { openSocket } from './client-socket.ts'
import type { HeldVenuesAnswers } from './held-venues.ts'
import type { Measuring } from './measuring.ts'
import type { Quantity } from './quantity.ts'

const venues = 1000

/** Once a minute, all orders of that minute together. */
const day = { orders: 100_800, steps: 24 * 60 }
const targetS = 5
/** With a listener each order takes two writes to its socket, at times of their own. */
const heardTargetS = 15

/** Venues whose time is held: what an empty one keeps, and how long a day of trading in one takes. */
export async function measureVenues({ profileFolder, onStep }: Measuring): Promise<Quantity[]> {
  const child = startChild<HeldVenuesAnswers>('./held-venues.ts', null, profileFolder)
  const one = `empty venue, of ${venues.toLocaleString('en')}`
  onStep(one)
  const { open, closed } = await child.ask('bytesPerVenue', venues)
  const quantities: Quantity[] = [
    { name: one, value: open, unit: 'bytes each', bound: 'at most', target: 48 * 1024 },
    { name: `${one}, closed`, value: closed, unit: 'bytes each', bound: 'at most', target: 100 },
  ]

  async function trade(name: string, target: number): Promise<void> {
    onStep(name)
    const value = (await child.ask('tradeForADay', day)) / 1000
    quantities.push({ name, value, unit: 's', bound: 'at most', target })
  }

  const name = `a day of ${day.orders.toLocaleString('en')} orders in a held venue`
  await trade(name, targetS)
  const stop = await listenFor(await child.ask('url'), 2 * day.orders)
  await trade(`${name}, one listener`, heardTargetS)
  await stop()
  await child.stop()
  return quantities
}

/** Listens to every change; the result ends that, and rejects when it heard fewer than so many. */
async function listenFor(url: string, expected: number): Promise<() => Promise<void>> {
  const heardAll = Promise.withResolvers<void>()
  let heard = 0
  const socket = await openSocket(url, '/ws', {
    onOrder() {
      if (++heard === expected) heardAll.resolve()
    },
    onFailure: heardAll.reject,
  })
  return async () => {
    await heardAll.promise
    socket.destroy()
  }
}
