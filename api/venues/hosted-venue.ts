import { setImmediate } from 'node:timers/promises'
import {
  type Chance,
  type Clock,
  type CommitFailed,
  createChance,
  createOutcomeRules,
  createSetupRecords,
  createVenue,
  type Delay,
  type EventLog,
  type LogContent,
  type OrderEvent,
  type SetupRecords,
  type StoredLog,
} from '../../engine/index.ts'
import { createStream } from '../broadcast/stream.ts'
import { createCommitFaults } from '../faults/commit-faults.ts'
import { createFaultInjection } from '../faults/fault-injection.ts'
import { createLatencies, type EndpointDelays } from '../faults/latencies.ts'
import { createStreamFaults } from '../faults/stream-faults.ts'
import { createFollower } from './follower.ts'
import { type StuckRequests, watchHeldClock } from './held-clock-watch.ts'
import { createIdempotencyKeys } from './idempotency-keys.ts'
import { createInFlightRequests } from './in-flight-requests.ts'
import { createJournalSwitch } from './journal-switch.ts'
import { createVenueRunner } from './venue-runner.ts'
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
  /** Whether the venue records its requests in a journal, until that is changed. */
  readonly keepsJournal?: boolean | undefined
  /** Whether a store keeps the venue. */
  readonly isDurable?: boolean | undefined
  /** The stored log of a durable venue and its content. */
  readonly stored?: { readonly log: StoredLog; readonly content: LogContent } | undefined
  /** Whether another node records the venue. This one serves reads and follows the log. */
  readonly isFollower?: boolean | undefined
  /** Called when a commit fails. The venue then starts again. */
  readonly onCommitFailed?: ((error: CommitFailed, venue: string) => void) | undefined
  /** Called when the venue accepts commands again after a failed commit. */
  readonly onRecovered?: ((venue: string) => void) | undefined
  /** The first events of a log in memory. */
  readonly history?: Iterable<OrderEvent> | undefined
}

/** The setup record with the time of a held clock. */
export const clockName = 'clock'

export type HostedVenue = ReturnType<typeof openVenue>

/**
 * Opens a venue and everything that its APIs need. A restart loses what a process loses in a crash: the
 * read model, timers, connections and in-flight requests. The durable log survives. So do the clock,
 * chance, rules, latencies, faults and the journal, which belong to the test, not to the simulated
 * server. A durable venue keeps all of them but the journal in its log, for another process.
 */
export function openVenue({ stored, history = [], ...options }: HostedVenueOptions) {
  const { name, time, executionDelay, processClock, maxUnreadBytes, isFollower = false } = options
  const { clock } = time
  const chance = createChance(options.seed)
  const setup = stored && createSetupRecords(stored.content.records)
  const rules = createRuleSets(options, chance, setup)
  const { outcomes, streamFaults: faults, journalSwitch, commitFaults } = rules
  const engine = { clock, chance, executionDelay, outcomes }
  const requests = createInFlightRequests(clock, watchOf(options))
  const keys = createIdempotencyKeys(clock)

  /** Creates what a restart replaces. */
  function start(log: EventLog, isStandby: boolean) {
    const venue = createVenue({ ...engine, log, isStandby: isStandby || isFollower })
    setup?.attach(log.sideRecords)
    keys.attach(log.sideRecords)
    return {
      log,
      venue,
      stream: createStream(venue, { clock: processClock, faults, journalSwitch, maxUnreadBytes }),
      activate() {
        setup?.recordMissing()
        venue.activate()
      },
    }
  }

  const runner = createVenueRunner({
    clock,
    processClock,
    abortRequests() {
      requests.abortAll()
      keys.releaseAll()
    },
    commitFaults,
    stored: stored?.log,
    content: stored ? { ...stored.content, id: stored.log.id } : { events: history },
    start,
    onCommitFailed: (error) => options.onCommitFailed?.(error, name),
    onRecovered: () => options.onRecovered?.(name),
  })

  if (isFollower) runner.outage.fail(new Error('Another node records this venue.'))

  return {
    name,
    options,
    time,
    ...rules,
    requests,
    keys,
    /** Undefined while the venue keeps none. */
    get journal() {
      return rules.journalSwitch.current
    },
    get venue() {
      return runner.running.venue
    },
    get stream() {
      return runner.running.stream
    },
    /**
     * Waits until no commit is in flight, or only time on the venue's clock can end it. Returns whether
     * it had to wait.
     */
    commitsSettled: () =>
      endOf(() => runner.running.venue.isCommitting && !commitFaults.isDelaying),
    isShared: stored?.log.isShared ?? false,
    outage: runner.outage,
    /** Waits while the venue starts again, until it is up or a try has failed. Returns whether it waited. */
    restarted: () => endOf(() => runner.outage.isStarting),
    keepTime: () => setup && keepTime(setup, clock),
    /** Undefined unless another node records the venue. */
    follower:
      isFollower && stored
        ? createFollower(options, stored.content.records, () => runner.running)
        : undefined,
    restart: runner.restart,
    takeOver: runner.takeOver,
    retire: runner.retire,
    close: runner.close,
  }
}

/** What the control API sets up in a venue: what `setup` has of it, or nothing. */
const createRuleSets = (
  { time: { clock }, latency, keepsJournal }: Omit<HostedVenueOptions, 'stored'>,
  chance: Chance,
  setup: SetupRecords | undefined,
) => ({
  outcomes: createOutcomeRules(clock, chance, setup),
  latencies: createLatencies(chance, latency, setup),
  faultInjection: createFaultInjection(clock, chance, setup),
  streamFaults: createStreamFaults(clock, chance, setup),
  commitFaults: createCommitFaults(clock, chance, setup),
  journalSwitch: createJournalSwitch(clock, keepsJournal, setup),
})

/** Records the time of a held clock, which only a client moves. */
function keepTime(setup: SetupRecords, clock: Clock): void {
  if (setup.get(clockName) !== clock.now()) setup.note(clockName, clock.now())
}

/** The watch of a held clock; undefined for a clock that runs. */
const watchOf = ({ name: venue, time, processClock, onStuck }: HostedVenueOptions) =>
  onStuck && time.mode === 'held'
    ? watchHeldClock({ venue, clock: time.clock, processClock, onStuck })
    : undefined

/** Waits, turn by turn, while a condition holds. Returns whether it held. */
async function endOf(holds: () => boolean): Promise<boolean> {
  if (!holds()) return false
  while (holds()) await setImmediate()
  return true
}
