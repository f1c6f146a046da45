import type { Chance } from './chance/chance.ts'
import type { Delay } from './chance/delay.ts'
import { type Commands, createCommands } from './commands.ts'
import { createDigester, type LogDigest } from './log/digest.ts'
import { createEventLog, type EventLog } from './log/event-log.ts'
import { createWaitForPosition, type WaitForPosition } from './log/wait-for-position.ts'
import type { Instant, Order, OrderEvent, OrderNotFound, OrderNotYetPlaced } from './order.ts'
import { createOutcomeRules, type OutcomeRules } from './plan/outcomes.ts'
import { createPlanner } from './plan/planner.ts'
import { eventsOf, find, findAt } from './read-model/lookup.ts'
import type { OrderBook, OrderPage, OrderQuery } from './read-model/order-book.ts'
import type { Clock } from './time/clock.ts'
import { createWriter } from './writer.ts'

export interface VenueOptions {
  readonly clock: Clock
  readonly chance: Chance
  /** How long an order stays PENDING before it is executed. */
  readonly executionDelay: Delay
  /** What is to become of orders where it is not left to chance; no rules when left out. */
  readonly outcomes?: OutcomeRules
  /** The log of a venue that was stopped, to go on from: what is overdue happens at once. */
  readonly log?: EventLog
  /** Where there is none: the events that the new log begins with. */
  readonly history?: Iterable<OrderEvent>
}

/** What happened, and the order as it stood right after. */
export interface Change {
  readonly event: OrderEvent
  readonly order: Order
}

/**
 * One isolated trading platform. It is single-threaded: a command checks the rule, takes the
 * transition, appends the event and updates the read model in one synchronous step, so that of a
 * cancel and an execution of the same order exactly one wins. Commands answer once their event is
 * recorded.
 */
export interface Venue extends Commands {
  readonly clock: Clock
  readonly chance: Chance
  readonly outcomes: OutcomeRules
  /** The id of its log. No other log has it: a position means nothing in another log. */
  readonly logId: string
  /** The position of the last event; 0 while there is none. */
  readonly position: number
  /** What must outlive the venue beside its events, by name. */
  readonly sideRecords: Map<string, unknown>
  /**
   * The order as it stands, or as it stood after the event at a position; refused when there is
   * none of this id, or it was placed after that.
   */
  find(orderId: string, at?: number): Order | OrderNotFound | OrderNotYetPlaced
  /** Lists orders, newest first. */
  list(query: OrderQuery): OrderPage
  /** Everything that happened to an order, oldest first. */
  history(orderId: string): readonly OrderEvent[] | OrderNotFound
  /** The log itself: at most `limit` events after a position, oldest first. */
  events(after: number, limit: number): readonly OrderEvent[]
  /** The same, each with the order as it stood right after. */
  changes(after: number, limit: number): readonly Change[]
  /** The log as it stands, boiled down: the same in every run in which the same happened. */
  digest(): Promise<LogDigest>
  /** Waits until the log is as long as a position. */
  readonly waitForPosition: WaitForPosition
  /** When the market acts next by itself; undefined when nothing is planned. */
  nextDue(): Instant | undefined
  /** Tells of every change from now on, in order, after it is recorded; the result ends that. */
  follow(listener: (changes: readonly Change[]) => void): () => void
  /** Ends it: nothing happens by itself any more, nobody is told. Its log is what another can go on from. */
  stop(): EventLog
}

/** Creates a venue. Nothing happens in it until a command comes or its clock moves. */
export function createVenue(options: VenueOptions): Venue {
  const { clock, chance, history } = options
  const { outcomes = createOutcomeRules(clock, chance), log = createEventLog(clock, history) } =
    options
  const planner = createPlanner({ ...options, outcomes })
  const writer = createWriter(clock, log)
  const { book, scheduler } = writer

  return {
    clock,
    chance,
    outcomes,
    logId: log.id,
    sideRecords: log.sideRecords,
    get position() {
      return log.end
    },
    ...createCommands({ clock, chance, log, planner, writer }),
    ...readings(book, log),
    waitForPosition: createWaitForPosition(log, clock),
    nextDue: scheduler.nextDue,
    follow: (listener) => log.follow((events) => listener(changesOf(book, events))),
    stop() {
      scheduler.close()
      log.dropFollowers()
      return log
    },
  }
}

/** What can be asked of a venue about its orders and its log. */
const readings = (
  book: OrderBook,
  log: EventLog,
): Pick<Venue, 'find' | 'list' | 'history' | 'events' | 'changes' | 'digest'> => ({
  find: (orderId, at) => (at === undefined ? find(book, orderId) : findAt(book, orderId, at)),
  list: book.list,
  history: (orderId) => eventsOf(orderId, book, log),
  events: log.read,
  changes: (after, limit) => changesOf(book, log.read(after, limit)),
  digest: createDigester(log, book),
})

const changesOf = (book: OrderBook, events: readonly OrderEvent[]): Change[] =>
  events.map((event) => ({ event, order: book.after(event) }))
