import {
  type Clock,
  type Commit,
  type CommitFailed,
  createEventLog,
  type EventLog,
  type EventLogOptions,
  later,
  type Order,
  type StoredLog,
  Superseded,
  type Venue,
  type WriteCommit,
} from '../../engine/index.ts'
import { type CloseReason, serviceRestart } from '../broadcast/close-reason.ts'
import type { Stream } from '../broadcast/stream.ts'
import { type CommitFaults, InjectedFailure } from '../faults/commit-faults.ts'
import { createMemoryLog } from '../stores/memory-store.ts'
import { createOutage } from './outage.ts'
import { createRetry } from './retry.ts'

/** Finds out whether a log accepts commits. Rejects if it does not. */
async function probe(log: StoredLog): Promise<'accepting' | 'changed'> {
  try {
    await log.commit({ events: [], records: new Map() })
    return 'accepting'
  } catch (error) {
    if (error instanceof Superseded) return 'changed'
    throw error
  }
}

/** What a restart replaces. */
interface Running {
  readonly log: EventLog
  readonly venue: Venue
  readonly stream: Stream
  /** Ends the standby. */
  activate(): void
}

export interface VenueRunnerOptions<R extends Running> {
  readonly clock: Clock
  /** Real time, for the next try after a failure. */
  readonly processClock: Clock
  /** Ends the requests in flight without a reply. */
  readonly abortRequests: () => void
  readonly commitFaults: CommitFaults
  /** The stored log of a durable venue. */
  readonly stored: StoredLog | undefined
  /** What the log starts with. */
  readonly content: EventLogOptions
  /** Starts the venue of a log. In standby it serves reads until it is activated. */
  readonly start: (log: EventLog, isStandby: boolean) => R
  readonly onCommitFailed: (error: CommitFailed) => void
  /** Called when the venue accepts commands again after a failed commit. */
  readonly onRecovered: () => void
}

/**
 * Runs a venue, and starts it again from its durable log after a crash or a failed commit. A log in
 * memory is durable as it is; once its commits are given faults, it is kept as a store would keep it.
 */
export function createVenueRunner<R extends Running>(options: VenueRunnerOptions<R>) {
  const { clock, processClock, abortRequests, commitFaults, start } = options
  let { stored } = options
  const outage = createOutage(clock)
  /** Whether the last failure was a real one, from which the venue has not recovered. */
  let hasFailed = false
  const retry = createRetry(processClock)

  const logOf = (content: EventLogOptions) => createEventLog(clock, { ...content, write, onFailed })
  let running = start(logOf(options.content), false)

  function write(): WriteCommit | undefined {
    if (outage.reason) throw outage.reason
    if (commitFaults.rules.size === 0) return stored?.commit
    stored ??= storeInMemory(running.venue)
    const { commit } = stored
    return (one) => commitFaults.apply(ordersAfter(one, running.venue), () => commit(one), restart)
  }

  function onFailed(error: CommitFailed): void {
    hasFailed = !(error instanceof InjectedFailure)
    if (hasFailed) options.onCommitFailed(error)
    void startAgain(error.message)
  }

  async function restart(): Promise<void> {
    abortRequests()
    running.stream.cutOff()
    if (stored) await startAgain('The venue is restarting.')
    else running = start(running.venue.stop(), false)
  }

  function takeOver(afterMs: number): void {
    stored ??= storeInMemory(running.venue)
    void startAgain('Another node is taking over the venue.', later(clock.now(), afterMs))
  }

  /** Closes the streams, and any that are opened later. Resolves once the commit in flight has settled. */
  function stop(reason?: CloseReason): Promise<void> {
    running.stream.close(reason)
    running.venue.stop()
    commitFaults.endDelay()
    return running.log.abandon(outage.reason)
  }

  /**
   * Starts the venue anew from its stored log. It serves reads once the log has been read, and accepts
   * commands once the log accepts a commit, but not before an instant. Tries until both succeed.
   */
  async function startAgain(reason: string, notBefore = clock.now()): Promise<void> {
    outage.begin(reason)
    const persist = retry.begin(outage.fail)
    // Only a venue with a stored log starts again.
    const log = stored as StoredLog
    await stop(serviceRestart)
    const content = await persist(() => log.load())
    if (!content) return
    running = start(logOf({ ...content, id: log.id }), true)
    outage.loaded()
    await outage.until(notBefore)
    const found = await persist(() => probe(log))
    if (found === 'changed') await startAgain(reason)
    if (found !== 'accepting') return
    outage.end()
    running.activate()
    if (hasFailed) options.onRecovered()
    hasFailed = false
  }

  /** Ends the venue. With a reason, another takes its place. Resolves once the commit in flight has settled. */
  function end(reason?: CloseReason): Promise<void> {
    if (!reason) abortRequests()
    retry.end()
    outage.end()
    return stop(reason)
  }

  return {
    get running() {
      return running
    },
    outage,
    /** Crashes and starts the venue again: connections break, and state is rebuilt from the log. */
    restart,
    /**
     * Like a takeover by another node: subscribers must reconnect, and nothing is recorded for
     * `afterMs` on the venue's clock. Reads go on.
     */
    takeOver,
    /**
     * Ends this instance of the venue, because another takes its place. Subscribers are told to come
     * back; requests in flight can still read, but record nothing.
     */
    retire: () => void end(serviceRestart),
    /**
     * Stops the venue for good. Subscribers receive `going-away`; in-flight requests get no reply.
     * Resolves once the commit in flight has settled.
     */
    close: () => end(),
  }
}

/** Keeps a log in memory as a store would, so that its commits can fail. */
const storeInMemory = (venue: Venue): StoredLog =>
  createMemoryLog(venue.logId, {
    events: [...venue.events(0, venue.position)],
    records: new Map(venue.sideRecords),
  })

/** The order right after each event of a commit. */
const ordersAfter = ({ events }: Commit, venue: Venue): Order[] =>
  // The events are in the log of the venue.
  events.map(({ orderId, position }) => venue.find(orderId, position) as Order)
