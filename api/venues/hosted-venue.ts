import {
  type Clock,
  createChance,
  createOutcomeRules,
  createVenue,
  type Delay,
  type OrderEvent,
  type OutcomeRules,
  type Venue,
} from '../../engine/index.ts'
import { createStream, type Stream } from '../broadcast/stream.ts'
import { createFaultInjection, type FaultInjection } from '../faults/fault-injection.ts'
import { createLatencies, type EndpointDelays, type Latencies } from '../faults/latencies.ts'
import { createStreamFaults, type StreamFaults } from '../faults/stream-faults.ts'
import { createJournal, type Journal } from '../journal/journal.ts'
import { type StuckRequests, watchHeldClock } from './held-clock-watch.ts'
import { createIdempotencyKeys, type IdempotencyKeys } from './idempotency-keys.ts'
import { createInFlightRequests, type InFlightRequests } from './in-flight-requests.ts'
import type { VenueTime } from './venue-time.ts'

export interface HostedVenueOptions {
  readonly name: string
  readonly seed: string
  readonly time: VenueTime
  /** How long the order endpoints wait before they act: all of them, or each. */
  readonly latency: Delay | EndpointDelays
  /** How long an order stays PENDING where nothing else is said. */
  readonly executionDelay: Delay
  /** The time of connections: the process's, for a venue's may stand still. */
  readonly processClock: Clock
  /** Is called, once, when requests wait on a held clock and nobody has moved it for two seconds of real time. */
  readonly onStuck?: ((stuck: StuckRequests) => void) | undefined
  /** A client of the stream that leaves more than this unread is told to go. */
  readonly maxUnreadBytes?: number | undefined
  /** Whether it keeps a journal of what it was asked. */
  readonly keepsJournal?: boolean | undefined
  /** The events that its log begins with. */
  readonly history?: Iterable<OrderEvent> | undefined
}

/**
 * A venue with all that its faces need. A restart drops what only a running process knows: the read
 * model, timers, connections and requests under way. The log stays, and so does what stands outside
 * the venue and acts upon it or watches it: its time, chance, rules, latencies, faults and journal.
 */
export interface HostedVenue {
  readonly name: string
  readonly options: HostedVenueOptions
  readonly time: VenueTime
  readonly outcomes: OutcomeRules
  readonly latencies: Latencies
  readonly faultInjection: FaultInjection
  readonly streamFaults: StreamFaults
  readonly requests: InFlightRequests
  /** Undefined where none is kept. */
  readonly journal: Journal | undefined
  readonly venue: Venue
  readonly stream: Stream
  readonly keys: IdempotencyKeys
  /** Crashes and comes back at once: connections break, and all is rebuilt from the log. */
  restart(): void
  /** Ends it for good: who listens is told that it goes away, requests under way get no answer. */
  close(): void
}

/** Opens a venue. */
export function openVenue(options: HostedVenueOptions): HostedVenue {
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
  const asBefore = { clock, chance, executionDelay, outcomes }

  /** What lives from one restart to the next. */
  function start(venue: Venue) {
    return {
      venue,
      stream: createStream(venue, { clock: processClock, faults: streamFaults, maxUnreadBytes }),
      keys: createIdempotencyKeys(clock, venue.sideRecords),
    }
  }

  let running = start(createVenue({ ...asBefore, ...(history && { history }) }))

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
    restart() {
      running = start(createVenue({ ...asBefore, log: crash() }))
    },
    close() {
      requests.abortAll()
      running.stream.close()
      running.venue.stop()
    },
  }
}
