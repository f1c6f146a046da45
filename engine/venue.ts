import type { Chance } from './chance.ts'
import type { Clock } from './clock.ts'
import type { Delay } from './delay.ts'
import { createDigester, type LogDigest } from './digest.ts'
import { createEventLog, type EventLog } from './event-log.ts'
import { duplicate, eventsOf, find, findAt, type TooLate, tooLate } from './lookup.ts'
import {
  type Cancellation,
  type CancelledOrder,
  type DuplicateClientOrderId,
  type ExecutedOrder,
  type Instant,
  isRefusal,
  type Order,
  type OrderEvent,
  type OrderId,
  type OrderNotFound,
  type OrderNotYetPlaced,
  type PendingOrder,
  type Plan,
  type Ticket,
  type VersionMismatch,
} from './order.ts'
import type { OrderBook, OrderPage, OrderQuery } from './order-book.ts'
import type { OrderCommand } from './order-machine.ts'
import { createOutcomeRules, type Outcome, type OutcomeRules } from './outcomes.ts'
import { createPlanner } from './planner.ts'
import { createReached, type Reached } from './reached.ts'
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
  /** Where there is none: what tells the new log from others of this seed that begin at the same time. */
  readonly logName?: string
  /** And the events that it begins with. */
  readonly history?: Iterable<OrderEvent>
}

/** What happened, and the order as it stood right after. */
export interface Change {
  readonly event: OrderEvent
  readonly order: Order
}

/** Whose wish a cancel is, and which versions of the order it is content with: any when left out. */
export interface CancelOptions extends Partial<Cancellation> {
  readonly versions?: readonly number[] | undefined
}

/**
 * One isolated trading platform. It is single-threaded: a command checks the rule, takes the
 * transition, appends the event and updates the read model in one synchronous step, so that of a
 * cancel and an execution of the same order exactly one wins. Commands answer once their event is
 * recorded.
 */
export interface Venue {
  readonly clock: Clock
  readonly chance: Chance
  readonly outcomes: OutcomeRules
  /** Tells this venue's log from every other: a position means nothing in another log. */
  readonly logId: string
  /** The position of the last event; 0 while there is none. */
  readonly position: number
  /** What must outlive the venue beside its events, by name. */
  readonly memos: Map<string, unknown>
  /**
   * Makes a PENDING order of a ticket; refused when its clientOrderId is taken. What becomes of it
   * is said by `outcome`, or else by the first rule that applies, or else left to chance.
   */
  place(ticket: Ticket, outcome?: Outcome): Promise<PendingOrder | DuplicateClientOrderId>
  /** What `place` would answer now; nothing is recorded. */
  preview(ticket: Ticket): PendingOrder | DuplicateClientOrderId
  /**
   * Cancels a PENDING order, as a trader if nothing else is said; refused when there is none of this
   * id, it has its final status, or its version is none of `versions`, which is looked at first.
   */
  cancel(
    orderId: string,
    options?: CancelOptions,
  ): Promise<CancelledOrder | OrderNotFound | VersionMismatch | TooLate>
  /** Executes a PENDING order now, whatever was planned; refused as a cancel is. */
  execute(orderId: string): Promise<ExecutedOrder | OrderNotFound | TooLate>
  /** Keeps an order PENDING until somebody releases, executes or cancels it; refused as a cancel is. */
  hold(orderId: string): Promise<PendingOrder | OrderNotFound | TooLate>
  /**
   * Has a PENDING order executed after so long, or after its execution delay, counted from now;
   * refused as a cancel is.
   */
  release(orderId: string, afterMs?: number): Promise<PendingOrder | OrderNotFound | TooLate>
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
  readonly reached: Reached
  /** When the market acts next by itself; undefined when nothing is planned. */
  nextDue(): Instant | undefined
  /** Tells of every change from now on, in order, after it is recorded; the result ends that. */
  follow(listener: (changes: readonly Change[]) => void): () => void
  /** Ends it: nothing happens by itself any more, nobody is told. Its log is what another can go on from. */
  stop(): EventLog
}

/** Creates a venue. Nothing happens in it until a command comes or its clock moves. */
export function createVenue(options: VenueOptions): Venue {
  const { clock, chance, history, logName = '' } = options
  const { outcomes = createOutcomeRules(clock, chance) } = options
  const { log = createEventLog(chance.name('logId', `${clock.now()}${logName}`), clock, history) } =
    options
  const planner = createPlanner({ ...options, outcomes })
  const { book, market, send, replan } = createWriter(clock, log)

  /** The name of the next order. */
  const nextOrderId = () => chance.name('orderId', '', book.size) as OrderId

  /** Has a command reach a PENDING order; answers with the order after it. */
  async function command<T extends Order>(
    order: Order,
    wanted: OrderCommand,
  ): Promise<T | TooLate> {
    if (!send(order.orderId, order.orderStatus, wanted)) return tooLate(order)
    const changed = book.find(order.orderId) as T
    await log.recorded()
    return changed
  }

  /** Plans something else for a PENDING order; no fact about the order, and so none for its trader. */
  async function planAnew(
    orderId: string,
    plan: (order: PendingOrder) => Plan,
  ): Promise<PendingOrder | OrderNotFound | TooLate> {
    const order = find(book, orderId)
    if (isRefusal(order)) return order
    if (order.orderStatus !== 'PENDING') return tooLate(order)
    const planned = plan(order)
    replan(order, planned)
    await log.recorded()
    return order
  }

  return {
    clock,
    chance,
    outcomes,
    logId: log.id,
    memos: log.memos,
    get position() {
      return log.end
    },
    ...readings(book, log),
    reached: createReached(log, clock),
    nextDue: market.nextDue,

    preview: (ticket) =>
      duplicate(book, ticket) ?? {
        orderStatus: 'PENDING',
        orderId: nextOrderId(),
        ticket,
        placedAt: clock.now(),
        version: 1,
      },

    async place(ticket, wish) {
      const taken = duplicate(book, ticket)
      if (taken) return taken
      const orderId = nextOrderId()
      // Read once: what the plan counts from is when the order is placed.
      const placedAt = clock.now()
      const plan = planner.plan(ticket, book.size, placedAt, wish)
      send(orderId, 'NEW', { type: 'PLACE', ticket, placedAt, plan })
      const order = book.newest as PendingOrder
      await log.recorded()
      return order
    },

    async cancel(orderId, { versions, cancelledBy = 'TRADER', reason } = {}) {
      const order = find(book, orderId)
      if (isRefusal(order)) return order
      const { orderStatus, version } = order
      if (versions && !versions.includes(version)) {
        return { refused: 'VersionMismatch', orderId: order.orderId, orderStatus, version }
      }
      return command<CancelledOrder>(order, { type: 'CANCEL', cancelledBy, reason })
    },

    async execute(orderId) {
      const order = find(book, orderId)
      return isRefusal(order) ? order : command<ExecutedOrder>(order, { type: 'EXECUTE' })
    },

    hold: (orderId) => planAnew(orderId, () => ({ isHeld: true })),

    release: (orderId, afterMs) =>
      planAnew(orderId, ({ orderId, ticket }) =>
        planner.plan(ticket, book.ordinalOf(orderId), clock.now(), { does: 'execute', afterMs }),
      ),

    follow: (listener) => log.follow((events) => listener(changesOf(book, events))),

    stop() {
      market.close()
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
