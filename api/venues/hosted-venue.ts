import {
  type Clock,
  createChance,
  createOutcomeRules,
  createVenue,
  type Delay,
  type OrderEvent,
  type Venue,
} from '../../engine/index.ts'
import { createStream } from '../broadcast/stream.ts'
import { createFaultInjection } from '../faults/fault-injection.ts'
import { createLatencies, type EndpointDelays } from '../faults/latencies.ts'
import { createStreamFaults } from '../faults/stream-faults.ts'
import { createJournal } from '../journal/journal.ts'
import { type StuckRequests, watchHeldClock } from './held-clock-watch.ts'
import { createIdempotencyKeys } from './idempotency-keys.ts'
import { createInFlightRequests } from './in-flight-requests.ts'
import type { VenueTime } from './venue-time.ts'

export interface HostedVenueOptions {
  readonly name: string
  readonly seed: string
  readonly time: VenueTime
  /** How long the order endpoints wait before they act: one delay for all, or one each. */
  readonly latency: Delay | EndpointDelays
  /** How long an order stays PENDING unless a rule or the header `Outcome` says otherwise. */
  readonly executionDelay: Delay
  /** Real time, for connection timeouts. */
  readonly processClock: Clock
  /** Called once when requests wait on a held clock that has not moved for two real seconds. */
  readonly onStuck?: ((stuck: StuckRequests) => void) | undefined
  /** A stream client that leaves more than this unread is disconnected. */
  readonly maxUnreadBytes?: number | undefined
  /** Whether the venue records its requests in a journal. */
  readonly keepsJournal?: boolean | undefined
  /** The first events of the log. */
  readonly history?: Iterable<OrderEvent> | undefined
}

export type HostedVenue = ReturnType<typeof openVenue>

/**
 * Opens a venue and everything that its APIs need. A restart loses what a process loses in a crash: the
 * read model, timers, connections and in-flight requests. The log survives. So do the clock,
 * chance, rules, latencies, faults and the journal, which belong to the test, not to the simulated
 * server.
 */
export function openVenue(options: HostedVenueOptions) {
  const { name, time, latency, executionDelay, processClock } = options
  const { maxUnreadBytes, onStuck, history } = options
  const { clock } = time
  const chance = createChance(options.seed)
  const outcomes = createOutcomeRules(clock, chance)
  const faultInjection = createFaultInjection(clock, chance)
  const streamFaults = createStreamFaults(clock, chance)
  const watch =
    onStuck && time.mode === 'held'
      ? watchHeldClock({ venue: name, clock, processClock, onStuck })
      : undefined
  const requests = createInFlightRequests(clock, watch)
  const shared = { clock, chance, executionDelay, outcomes }

  /** Creates what a restart replaces. */
  function start(venue: Venue) {
    return {
      venue,
      stream: createStream(venue, { clock: processClock, faults: streamFaults, maxUnreadBytes }),
      keys: createIdempotencyKeys(clock, venue.sideRecords),
    }
  }

  let running = start(createVenue({ ...shared, ...(history && { history }) }))

  function crash() {
    requests.abortAll()
    running.stream.cutOff()
    return running.venue.stop()
  }

  return {
    name,
    options,
    time,
    outcomes,
    latencies: createLatencies(chance, latency),
    faultInjection,
    streamFaults,
    requests,
    /** Undefined when the venue keeps none. */
    journal: options.keepsJournal ? createJournal(clock) : undefined,
    get venue() {
      return running.venue
    },
    get stream() {
      return running.stream
    },
    get keys() {
      return running.keys
    },
    /** Crashes and starts the venue again: connections break, and state is rebuilt from the log. */
    restart() {
      running = start(createVenue({ ...shared, log: crash() }))
    },
    /** Closes the venue for good. Subscribers receive `going-away`; in-flight requests get no reply. */
    close() {
      requests.abortAll()
      running.stream.close()
      running.venue.stop()
    },
  }
}
