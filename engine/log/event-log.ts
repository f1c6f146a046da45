import { createLogId } from '../chance/ids.ts'
import type { Instant, OrderEvent, OrderFact } from '../order.ts'
import type { Clock } from '../time/clock.ts'
import { createCommitQueue, type WriteCommit } from './commit-queue.ts'
import type { Commit, CommitFailed } from './stored-log.ts'

/** Receives events in order, at least one per call. Must not throw. */
export type Follower = (events: readonly OrderEvent[]) => void

/** The append-only list of a venue's events: the source of truth. */
export interface EventLog {
  /**
   * Unique to this log, even among logs of the same seed. A position means nothing in a log with
   * another id.
   */
  readonly id: string
  /** The position of the last event; 0 while the log is empty. */
  readonly end: number
  /** The position of the last durable event. Nobody outside the venue may learn of a later one. */
  readonly durableEnd: number
  /** Whether everything recorded so far is durable. In memory it always is. */
  readonly isRecorded: boolean
  /** Whether a commit is in flight or about to start. */
  readonly isCommitting: boolean
  /**
   * Named records stored with the log that are not events: replaced plans, idempotency keys. A change
   * is durable together with the events of the same turn. Throws CommitFailed as `append` does.
   */
  readonly sideRecords: Map<string, unknown>
  /**
   * Appends a fact; `occurredAt` defaults to now. Returns the event with its position. Throws
   * CommitFailed when nothing can be recorded: a commit has failed, or `write` throws.
   */
  append(fact: OrderFact, occurredAt?: Instant): OrderEvent
  /**
   * Takes over a durable commit that another process has recorded. `apply` is called after each event.
   * Throws if the positions do not follow.
   */
  absorb(commit: Commit, apply: (event: OrderEvent) => void): void
  /** At most `limit` events after a position, oldest first. */
  read(after: number, limit: number): readonly OrderEvent[]
  /**
   * Makes `recorded` wait for a commit, even an empty one. It fails if another process has taken the log
   * over. Throws CommitFailed as `append` does.
   */
  fence(): void
  /** Resolves once everything recorded so far is durable. Rejects with CommitFailed. */
  recorded(): Promise<void>
  /**
   * Passes every later event to a follower once it is durable. Followers run in a microtask after that,
   * so none can re-enter a command. Events of one tick or commit arrive together. Returns a cancel
   * function.
   */
  follow(follower: Follower): () => void
  /** Calls `act` whenever `durableEnd` grows. `act` must not send commands. Returns a cancel function. */
  watchEnd(act: () => void): () => void
  /** Removes all followers and watchers. */
  dropFollowers(): void
  /**
   * Ends the log, as its venue has stopped; `reason` is what later changes are refused with. Resolves once
   * the commit in flight has settled.
   */
  abandon(reason?: CommitFailed): Promise<void>
}

export interface EventLogOptions {
  /** New by default. */
  readonly id?: string
  readonly events?: Iterable<OrderEvent>
  /** The side records. */
  readonly records?: Iterable<readonly [string, unknown]>
  /**
   * Asked before each commit. While it returns undefined, changes are durable at once. It
   * throws CommitFailed while nothing may be recorded.
   */
  readonly write?: () => WriteCommit | undefined
  /** Called once when a commit fails. The log has then ended. */
  readonly onFailed?: (error: CommitFailed) => void
}

/** Creates a log. By default it is empty and in memory. */
export function createEventLog(
  clock: Clock,
  {
    id = createLogId(),
    write = () => undefined,
    onFailed = () => {},
    ...content
  }: EventLogOptions = {},
): EventLog {
  const events = [...(content.events ?? [])]
  /** `after` is the durable end of the log when the follower was added. */
  const followers = new Set<{ follower: Follower; after: number }>()
  const watchers = new Set<() => void>()
  let durableEnd = events.length
  /** The position of the last event that was broadcast. */
  let broadcastEnd = durableEnd
  let isScheduled = false

  const commits = createCommitQueue(write, { onDurable, onFailed })

  function onDurable(count: number): void {
    durableEnd += count
    for (const act of watchers) act()
    // A follower receives only events that became durable after it was added.
    if (!isScheduled && followers.size > 0) {
      isScheduled = true
      queueMicrotask(broadcast)
    }
  }

  function broadcast(): void {
    isScheduled = false
    const before = broadcastEnd
    broadcastEnd = durableEnd
    // A copy, so that followers can be added and removed during the broadcast.
    for (const one of [...followers]) {
      const unseen = events.slice(Math.max(before, one.after), durableEnd)
      if (unseen.length > 0 && followers.has(one)) one.follower(unseen)
    }
  }

  const sideRecords = new SideRecords(content.records, commits.set)

  return {
    id,
    get end() {
      return events.length
    },
    get durableEnd() {
      return durableEnd
    },
    get isRecorded() {
      return commits.isIdle
    },
    get isCommitting() {
      return commits.isCommitting
    },
    sideRecords,
    append(fact, occurredAt = clock.now()) {
      const event = eventOf(fact, events.length + 1, occurredAt)
      const isWaiting = commits.add(event)
      events.push(event)
      if (!isWaiting) onDurable(1)
      return event
    },
    absorb(commit, apply) {
      sideRecords.absorb(commit.records)
      for (const event of commit.events) {
        if (event.position !== events.length + 1) {
          throw new Error(`Position ${event.position} does not follow ${events.length}`)
        }
        events.push(event)
        apply(event)
      }
      onDurable(commit.events.length)
    },
    read: (after, limit) => events.slice(after, after + limit),
    fence: commits.fence,
    recorded: commits.recorded,
    follow(follower) {
      const one = { follower, after: durableEnd }
      followers.add(one)
      return () => followers.delete(one)
    },
    watchEnd(act) {
      watchers.add(act)
      return () => watchers.delete(act)
    },
    dropFollowers() {
      followers.clear()
      watchers.clear()
    },
    abandon: commits.abandon,
  }
}

/** Side records that report each change to `onChange` before it is made. */
class SideRecords extends Map<string, unknown> {
  private readonly onChange: ((name: string, value: unknown) => void) | undefined

  constructor(
    records: Iterable<readonly [string, unknown]> = [],
    onChange: (name: string, value: unknown) => void,
  ) {
    super(records)
    this.onChange = onChange
  }

  override set(name: string, value: unknown): this {
    // Undefined while the constructor of Map adds the first records.
    this.onChange?.(name, value)
    return super.set(name, value)
  }

  /** Takes over changes that are durable already. */
  absorb(records: Commit['records']): void {
    for (const [name, value] of records) {
      super.delete(name)
      if (value !== undefined) super.set(name, value)
    }
  }

  override delete(name: string): boolean {
    if (this.has(name)) this.onChange?.(name, undefined)
    return super.delete(name)
  }
}

/** Copies each field; a spread costs 40 bytes more per event. */
function eventOf(fact: OrderFact, position: number, occurredAt: Instant): OrderEvent {
  const { orderId } = fact
  switch (fact.type) {
    case 'OrderPlaced': {
      const { ticket, plan } = fact
      return { type: 'OrderPlaced', orderId, ticket, plan, position, occurredAt }
    }
    case 'OrderExecuted':
      return { type: 'OrderExecuted', orderId, position, occurredAt }
    case 'OrderCancelled': {
      const { cancelledBy, reason } = fact
      return { type: 'OrderCancelled', orderId, cancelledBy, reason, position, occurredAt }
    }
  }
}
