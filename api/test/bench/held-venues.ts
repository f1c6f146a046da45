/** Venues whose time is held: what an empty one keeps, and how fast a day in one passes. */
import { createRealClock, createVirtualClock } from '../../../engine/index.ts'
import { createControlApp } from '../../control/control-app.ts'
import { requestIn } from '../../control/venue-control.ts'
import { createOrigins } from '../../http/origins.ts'
import { createPlatform } from '../../platform.ts'
import { listen } from '../../server/listen.ts'
import { advance } from '../../venues/advance.ts'
import { answer } from './child.ts'

const clock = createVirtualClock()
const processClock = createRealClock()
const onBug = (error: Error) => {
  throw error
}
const platform = createPlatform({
  time: { mode: 'held', clock },
  seed: 'bench',
  latency: { minMs: 0, maxMs: 0 },
  executionDelay: { minMs: 1500, maxMs: 3000 },
  processClock,
  onBug,
})
const { main } = platform.venues
const listening = await listen(platform, { host: '127.0.0.1', port: 0, clock: processClock })
const control = requestIn(
  createControlApp({ venues: platform.venues, origins: createOrigins(), processClock, onBug }),
)

const names = (count: number) => Array.from({ length: count }, (_, nth) => `bench-${nth}`)

async function openVenues(count: number): Promise<void> {
  for (const name of names(count))
    await control('POST', '/venues', { name, clock: { mode: 'held' } })
}

async function closeVenues(count: number): Promise<void> {
  for (const name of names(count)) await control('DELETE', `/venues/${name}`)
}

/** What this process keeps, on the heap and beside it. */
async function keptBytes(): Promise<number> {
  await global.gc?.({ type: 'major', execution: 'async' })
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

const dayMs = 24 * 60 * 60 * 1000

const answers = {
  url: () => listening.url,

  /** What an empty venue keeps, and what of it when it is closed again. */
  async bytesPerVenue(count: number) {
    // Once in vain, for what is made and compiled only once.
    await openVenues(count)
    await closeVenues(count)
    const before = await keptBytes()
    await openVenues(count)
    const open = await keptBytes()
    await closeVenues(count)
    return { open: (open - before) / count, closed: ((await keptBytes()) - before) / count }
  },

  /** Has so many orders placed in so many steps, as far from each other, of a day; how long that takes. */
  async tradeForADay({ orders, steps }: { orders: number; steps: number }) {
    const begin = performance.now()
    for (let step = 0; step < steps; step++) {
      for (let nth = 0; nth < orders / steps; nth++) {
        await main.venue.place({ symbol: 'EURUSD', side: 'BUY', quantity: 1000 })
      }
      await advance(main, clock, { byMs: dayMs / steps }, 0)
    }
    return performance.now() - begin
  },
}
export type HeldVenuesAnswers = typeof answers

answer(answers)
