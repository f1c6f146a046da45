import type { Chance } from './chance/chance.ts'
import type { Delay } from './chance/delay.ts'
import { type Commands, createCommands } from './commands.ts'
import { createDigester, type LogDigest } from './log/digest.ts'
import { createEventLog, type EventLog } from './log/event-log.ts'
import type { Commit } from './log/stored-log.ts'
import { createWaitForPosition, type WaitForPosition } from './log/wait-for-position.ts'
import type {
  Instant,
  Order,
  OrderEvent,
  OrderId,
  OrderNotFound,
  OrderNotYetPlaced,
  Plan,
} from './order.ts'
import { createOutcomeRules, type OutcomeRules } from './plan/outcomes.ts'
import { createPlanner } from './plan/planner.ts'
import { eventsOf, findAt } from './read-model/lookup.ts'
import type { OrderPage, OrderQuery } from './read-model/order-book.ts'
import type { Clock } from './time/clock.ts'
import { createWriter } from './writer.ts'

export interface VenueOptions {
  readonly clock: Clock
  readonly chance: Chance
  /** How long an order stays PENDING before it is executed. */
  readonly executionDelay: Delay
  /** Rules for what happens to orders; none when left out. */
  readonly outcomes?: OutcomeRules
  /** The log of a stopped venue, to continue from. Overdue plans run when its clock next runs timers. */
  readonly log?: EventLog
  /** Without `log`: the events that the new log starts with. */
  readonly history?: Iterable<OrderEvent>
  /** Whether the venue only serves reads until it is activated: it does not act on its plans. */
  readonly isStandby?: boolean
}

/** An event, and the order right after it. */
export interface Change {
  readonly event: OrderEvent
  readonly order: Order
}

/**
 * One isolated venue. A command checks the rule, takes the transition, appends the event and
 * updates the read model in one synchronous step. So if a cancel and an execution of
 * an order race, exactly one wins.
 */
export interface Venue extends Commands {
  readonly clock: Clock
  readonly chance: Chance
  readonly outcomes: OutcomeRules
  /** Unique to the venue's log. A position means nothing in a log with another id. */
  readonly logId: string
  /** The position of the last event; 0 while there is none. Reads see all events up to it. */
  readonly position: number
  /** The position of the last durable event. Listeners and waits see nothing later. */
  readonly durableEnd: number
  /** Whether everything recorded so far is durable. In memory it always is. */
  readonly isRecorded: boolean
  /** Whether a commit is in flight or about to start. */
  readonly isCommitting: boolean
  /** Makes `recorded` wait for a commit, even an empty one; see `EventLog`. */
  fence(): void
  /** Resolves once everything recorded so far is durable. Rejects with CommitFailed. */
  recorded(): Promise<void>
  /** Named records stored with the log that are not events. */
  readonly sideRecords: Map<string, unknown>
  /**
   * The order now, or right after the event at a position. Refused when the order does not exist, or
   * was placed after that position.
   */
  find(orderId: string, at?: number): Order | OrderNotFound | OrderNotYetPlaced
  /** A page of orders, newest first. */
  list(query: OrderQuery): OrderPage
  /** All events of an order, oldest first. */
  history(orderId: string): readonly OrderEvent[] | OrderNotFound
  /** At most `limit` events of the log after a position, oldest first. */
  events(after: number, limit: number): readonly OrderEvent[]
  /** The durable ones of these events, each with the order right after it. */
  changes(after: number, limit: number): readonly Change[]
  /** Hashes of the durable log, to compare runs. */
  digest(): Promise<LogDigest>
  readonly waitForPosition: WaitForPosition
  /** The plan of an order; undefined if it has ended. */
  planOf(orderId: OrderId): Plan | undefined
  /** When the venue next acts by itself; undefined when nothing is planned. */
  nextDue(): Instant | undefined
  /** Passes every later change to a listener, in order, once it is durable. Returns a cancel function. */
  follow(listener: (changes: readonly Change[]) => void): () => void
  /** In standby: takes over a commit that another process has recorded. Listeners receive its events. */
  absorb(commit: Commit): void
  /** Ends the standby: the venue acts on its plans. */
  activate(): void
  /** Drops all plans and followers. Returns the log, from which another venue can continue. */
  stop(): EventLog
}

/** Creates a venue. It does nothing until a command arrives or its clock moves. */
export function createVenue(options: VenueOptions): Venue {
  const { clock, chance, history } = options
  const { outcomes = createOutcomeRules(clock, chance) } = options
  const { log = createEventLog(clock, { events: history ?? [] }), isStandby } = options
  const writer = createWriter(clock, log, isStandby)
  const { book, scheduler } = writer
  const changesOf = (events: readonly OrderEvent[]): Change[] =>
    events.map((event) => ({ event, order: book.after(event) }))

  return {
    clock,
    chance,
    outcomes,
    logId: log.id,
    sideRecords: log.sideRecords,
    get position() {
      return log.end
    },
    get durableEnd() {
      return log.durableEnd
    },
    get isRecorded() {
      return log.isRecorded
    },
    get isCommitting() {
      return log.isCommitting
    },
    fence: log.fence,
    recorded: log.recorded,
    ...createCommands({ clock, chance, plan: createPlanner({ ...options, outcomes }), writer }),
    find: (orderId, at) => findAt(book, orderId, at),
    list: book.list,
    history: (orderId) => eventsOf(orderId, book, log),
    events: log.read,
    changes: (after, limit) => changesOf(log.read(after, Math.min(limit, log.durableEnd - after))),
    digest: createDigester(log, book),
    waitForPosition: createWaitForPosition(log, clock),
    planOf: (orderId) =>
      book.find(orderId)?.orderStatus === 'PENDING'
        ? (scheduler.planOf(orderId) ?? { does: 'hold' })
        : undefined,
    nextDue: scheduler.nextDue,
    follow: (listener) => log.follow((events) => listener(changesOf(events))),
    absorb: writer.absorb,
    activate: scheduler.start,
    stop() {
      scheduler.close()
      log.dropFollowers()
      return log
    },
  }
}
