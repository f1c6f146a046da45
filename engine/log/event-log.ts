import { createLogId } from '../chance/ids.ts'
import type { Instant, OrderEvent, OrderFact } from '../order.ts'
import type { Clock } from '../time/clock.ts'

/** Hears events, in order; each call brings at least one. It must not throw. */
export type Follower = (events: readonly OrderEvent[]) => void

/** The one append-only list of a venue's events: the source of truth. */
export interface EventLog {
  /**
   * Made when the log is created, and kept with it. No other log has it, not even one of the same seed:
   * a position means nothing in another log.
   */
  readonly id: string
  /** The position of the last event; 0 while there is none. */
  readonly end: number
  /**
   * What must outlive the process and is no fact about an order, by name: plans that were changed by
   * hand, replies that are kept. As durable as the events.
   */
  readonly sideRecords: Map<string, unknown>
  /** Gives a fact its position and its time, which is now if nothing else is said, and puts it at the end. */
  append(fact: OrderFact, occurredAt?: Instant): OrderEvent
  /** At most `limit` events after a position, oldest first. */
  read(after: number, limit: number): readonly OrderEvent[]
  /** Resolves once everything up to now is recorded: at once in memory, later with a journal. */
  recorded(): Promise<void>
  /**
   * Tells a follower of every event recorded from now on; the returned function ends that.
   * Followers are told after the command that caused the event is done, so that none of them can
   * stand inside it; events of one turn arrive together.
   */
  follow(follower: Follower): () => void
  /**
   * Calls `act` within every append, when the event is at the end of the log; the result ends that. `act` runs
   * inside the command: it must not send commands.
   */
  watchEnd(act: () => void): () => void
  /** Ends all following and watching. */
  dropFollowers(): void
}

/** Creates a log in memory, empty or with events to begin with. It gets an id of its own. */
export function createEventLog(clock: Clock, history: Iterable<OrderEvent> = []): EventLog {
  const events = [...history]
  /** Each with the position after which it hears. */
  const followers = new Map<object, { follower: Follower; after: number }>()
  const watchers = new Set<() => void>()
  let told = events.length
  let telling = false

  function tell(): void {
    telling = false
    const before = told
    told = events.length
    // A copy, so that those who come and go while others are told do not disturb the round.
    for (const [key, { follower, after }] of [...followers]) {
      const news = events.slice(Math.max(before, after))
      if (news.length > 0 && followers.has(key)) follower(news)
    }
  }

  return {
    id: createLogId(),
    get end() {
      return events.length
    },
    append(fact, occurredAt = clock.now()) {
      const event = { ...fact, position: events.length + 1, occurredAt }
      events.push(event)
      for (const act of watchers) act()
      // Nobody is told while nobody listens; whoever comes later hears only what comes after.
      if (!telling && followers.size > 0) {
        telling = true
        queueMicrotask(tell)
      }
      return event
    },
    read: (after, limit) => events.slice(after, after + limit),
    sideRecords: new Map(),
    recorded: () => Promise.resolve(),
    follow(follower) {
      const key = {}
      followers.set(key, { follower, after: events.length })
      return () => followers.delete(key)
    },
    watchEnd(act) {
      watchers.add(act)
      return () => watchers.delete(act)
    },
    dropFollowers() {
      followers.clear()
      watchers.clear()
    },
  }
}
