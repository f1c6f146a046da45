import { createVirtualClock, type Instant } from '../../../engine/index.ts'
import { createDurableVenues } from '../../venues/durable-venues.ts'
import type { HostedVenueOptions } from '../../venues/hosted-venue.ts'
import { loadVenues } from '../../venues/venues.ts'
import type { StorePlace } from '../stores/store-suite.ts'
import { turn } from './app.ts'
import { openControl } from './control.ts'

const none = { minMs: 0, maxMs: 0 }

/**
 * Opens a platform on the store in a place, with the control API. The clock of the process is virtual,
 * and so is the real time of venues.
 */
export async function openDurable(
  place: StorePlace,
  options: Partial<HostedVenueOptions> = {},
  startsAt?: Instant,
) {
  const processClock = createVirtualClock(startsAt)
  const store = await place.open()
  const loaded = await loadVenues(createDurableVenues(store), {
    seed: 'a seed',
    latency: none,
    executionDelay: { minMs: 1500, maxMs: 3000 },
    time: { mode: 'real', clock: processClock },
    processClock,
    ...options,
  })
  const opened = openControl(undefined, { loaded }, processClock)
  const { venues } = opened

  return {
    ...opened,
    processClock,
    store,
    /** Closes the platform as a stop does. Its store can be opened again. */
    async close() {
      await Promise.all(venues.list().map((venue) => venue.close()))
      await store.close()
    },
    /** Waits until every venue accepts commands and has recorded everything. */
    async isUp() {
      await turn()
      while (venues.list().some(({ outage, venue }) => outage.reason || !venue.isRecorded)) {
        processClock.advance(1000)
        await turn()
      }
    },
  }
}

export type DurablePlatform = Awaited<ReturnType<typeof openDurable>>
