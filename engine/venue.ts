import type { Chance, DelayRange } from './chance.ts'
import type { Clock } from './clock.ts'
import { createEventLog, type EventLog } from './event-log.ts'
import { createExecutions } from './executions.ts'
import {
  type CancelledOrder,
  type DuplicateClientOrderId,
  isRefusal,
  type Order,
  type OrderAlreadyCancelled,
  type OrderAlreadyExecuted,
  type OrderEvent,
  type OrderId,
  type OrderNotFound,
  type OrderNotYetPlaced,
  type PendingOrder,
  type Ticket,
  type VersionMismatch,
} from './order.ts'
import { createOrderActors } from './order-actor.ts'
import { createOrderBook, type OrderBook, type OrderPage, type OrderQuery } from './order-book.ts'
import { createReached, type Reached } from './reached.ts'

export interface VenueOptions {
  readonly clock: Clock
  readonly chance: Chance
  /** How long an order stays PENDING before it is executed. */
  readonly executionDelay: DelayRange
  /** The log of an earlier venue, to go on from: overdue orders are executed at once. */
  readonly history?: Iterable<OrderEvent>
  /** The id of that venue's log; left out, the log is a new one and its id follows from seed and time. */
  readonly logId?: string
}

/** The order has its final status. */
type TooLate = OrderAlreadyExecuted | OrderAlreadyCancelled

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
export interface Venue {
  readonly clock: Clock
  readonly chance: Chance
  /** Tells this venue's log from every other: a position means nothing in another log. */
  readonly logId: string
  /** The position of the last event; 0 while there is none. */
  readonly position: number
  /** Makes a PENDING order of a ticket; refused when its clientOrderId is taken. */
  place(ticket: Ticket): Promise<PendingOrder | DuplicateClientOrderId>
  /** What `place` would answer now; nothing is recorded. */
  preview(ticket: Ticket): PendingOrder | DuplicateClientOrderId
  /**
   * Cancels a PENDING order; refused when there is none of this id, it has its final status, or
   * its version is none of `versions` (any will do when left out), which is looked at first.
   */
  cancel(
    orderId: string,
    versions?: readonly number[],
  ): Promise<CancelledOrder | OrderNotFound | VersionMismatch | TooLate>
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
  /** Waits until the log is as long as a position. */
  readonly reached: Reached
  /** Tells of every change from now on, in order, after it is recorded; the result ends that. */
  follow(listener: (changes: readonly Change[]) => void): () => void
}

/** Creates a venue. Nothing happens in it until a command comes or its clock moves. */
export function createVenue(options: VenueOptions): Venue {
  const { clock, chance, executionDelay, history = [] } = options
  const { logId = chance.name('logId', String(clock.now())) } = options
  const log = createEventLog(logId, clock, history)
  const book = createOrderBook()
  const executions = createExecutions(clock, (orderId) =>
    send(orderId, 'PENDING', { type: 'EXECUTE' }),
  )
  const send = createOrderActors({
    recordPlaced: (orderId, { ticket, executionDueAt }) =>
      record(log.append({ type: 'OrderPlaced', orderId, ticket, executionDueAt })),
    recordExecuted: (orderId) => record(log.append({ type: 'OrderExecuted', orderId })),
    recordCancelled: (orderId) => record(log.append({ type: 'OrderCancelled', orderId })),
  })

  /** Lets the read model and the timers follow an event that is in the log. */
  function record(event: OrderEvent): void {
    book.apply(event)
    executions.follow(event)
  }

  const changeOf = (event: OrderEvent): Change => ({ event, order: book.after(event) })

  /** The name of the next order. */
  const nextOrderId = () => chance.name('orderId', '', book.size) as OrderId

  for (const event of log.read(0, log.end)) record(event)

  return {
    clock,
    chance,
    logId,
    get position() {
      return log.end
    },
    find: (orderId, at) => (at === undefined ? find(book, orderId) : findAt(book, orderId, at)),
    list: book.list,
    events: log.read,
    changes: (after, limit) => log.read(after, limit).map(changeOf),
    reached: createReached(log, clock),

    history: (orderId) => eventsOf(orderId, book, log),

    preview: (ticket) =>
      duplicate(book, ticket) ?? {
        orderStatus: 'PENDING',
        orderId: nextOrderId(),
        ticket,
        placedAt: clock.now(),
        version: 1,
      },

    async place(ticket) {
      const taken = duplicate(book, ticket)
      if (taken) return taken
      const delayMs = drawDelayMs(chance, executionDelay, ticket, book.size)
      const orderId = nextOrderId()
      send(orderId, 'NEW', { type: 'PLACE', ticket, executionDueAt: clock.now() + delayMs })
      const order = book.find(orderId) as PendingOrder
      await log.recorded()
      return order
    },

    async cancel(orderId, versions) {
      const order = find(book, orderId)
      if (isRefusal(order)) return order
      const { orderStatus, version } = order
      if (versions && !versions.includes(version)) {
        return { refused: 'VersionMismatch', orderId: order.orderId, orderStatus, version }
      }
      const taken = send(order.orderId, orderStatus, { type: 'CANCEL' })
      if (!taken) return tooLate(order)
      const cancelled = book.find(orderId) as CancelledOrder
      await log.recorded()
      return cancelled
    },

    follow: (listener) => log.follow((events) => listener(events.map(changeOf))),
  }
}

function find(book: OrderBook, orderId: string): Order | OrderNotFound {
  return book.find(orderId) ?? { refused: 'OrderNotFound', orderId }
}

function findAt(book: OrderBook, orderId: string, at: number) {
  const order = find(book, orderId)
  if (isRefusal(order)) return order
  const refusal: OrderNotYetPlaced = { refused: 'OrderNotYetPlaced', orderId: order.orderId, at }
  return book.find(orderId, at) ?? refusal
}

function eventsOf(orderId: string, book: OrderBook, log: EventLog) {
  const events = book.positionsOf(orderId).flatMap((position) => log.read(position - 1, 1))
  return events.length > 0 ? events : { refused: 'OrderNotFound' as const, orderId }
}

/** Why an order may not bear the clientOrderId that its ticket asks for. */
function duplicate(book: OrderBook, { clientOrderId }: Ticket): DuplicateClientOrderId | undefined {
  const namesake = clientOrderId === undefined ? undefined : book.findByClientOrderId(clientOrderId)
  if (!namesake || clientOrderId === undefined) return undefined
  const { orderId, orderStatus } = namesake
  return { refused: 'DuplicateClientOrderId', clientOrderId, orderId, orderStatus }
}

/** An order that bears a clientOrderId has the same delay however placements interleave. */
const drawDelayMs = (chance: Chance, range: DelayRange, { clientOrderId }: Ticket, nth: number) =>
  clientOrderId === undefined
    ? chance.delayMs(range, 'executionDelay', '', nth)
    : chance.delayMs(range, 'executionDelay', clientOrderId)

function tooLate({ orderId, orderStatus }: Order): TooLate {
  const refused = orderStatus === 'EXECUTED' ? 'OrderAlreadyExecuted' : 'OrderAlreadyCancelled'
  return { refused, orderId }
}
