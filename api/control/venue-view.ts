import type { HostedVenue } from '../venues/hosted-venue.ts'
import type { TimeSetting } from '../venues/venue-time.ts'
import { instantView } from '../views/instant-view.ts'
import type * as contract from './control-contract.ts'
import { delayView, endpointDelaysView } from './delay-view.ts'
import { parseInstant } from './instant-contract.ts'

/** Converts a clock of the control API to a time setting. */
export function toTimeSetting(clock: contract.ClockDraft): TimeSetting {
  if (clock.mode !== 'held') return clock
  const { startsAt } = clock
  return { mode: 'held', ...(startsAt !== undefined && { startsAt: parseInstant(startsAt) }) }
}

/** The state of a venue's clock. */
export function clockView({ time, venue, outage, requests }: HostedVenue): contract.ClockState {
  const due = venue.nextDue()
  const { waitsUntil } = requests
  return {
    mode: time.mode,
    ...(time.mode === 'scaled' && { speed: time.speed }),
    now: instantView(time.clock.now()),
    ...(due !== undefined && { nextDueAt: instantView(Math.max(due, outage.waitsUntil ?? due)) }),
    waitingRequests: requests.waiting,
    ...(waitsUntil !== undefined && { requestsDueAt: instantView(waitsUntil) }),
  }
}

/** The state of a venue. */
export function venueView(hosted: HostedVenue): contract.VenueState {
  const { name, options, latencies, venue, stream, journal } = hosted
  return {
    name,
    seed: options.seed,
    latencyMs: endpointDelaysView(latencies.before),
    executionDelayMs: delayView(options.executionDelay),
    clock: clockView(hosted),
    durable: options.isDurable ?? false,
    logId: venue.logId,
    position: venue.durableEnd,
    listeners: stream.size,
    unreadBytes: stream.unreadBytes,
    journal: journal !== undefined,
  }
}
