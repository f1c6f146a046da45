import type { Chance, DelayRange } from './chance.ts'
import type { Clock } from './clock.ts'
import { createEventLog } from './event-log.ts'
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
  type PendingOrder,
  type Ticket,
} from './order.ts'
import { createOrderActors } from './order-actor.ts'
import { createOrderBook, type OrderPage, type OrderQuery } from './order-book.ts'

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
  /** Cancels a PENDING order; refused when there is none of this id, or it has its final status. */
  cancel(orderId: string): Promise<CancelledOrder | OrderNotFound | TooLate>
  find(orderId: string): Order | OrderNotFound
  /** Lists orders, newest first. */
  list(query: OrderQuery): OrderPage
  /** The log itself: at most `limit` events after a position, oldest first. */
  events(after: number, limit: number): readonly OrderEvent[]
  /** Tells of every change from now on, in order, after it is recorded; the result ends that. */
  follow(listener: (changes: readonly Change[]) => void): () => void
}

/** Creates a venue. Nothing happens in it until a command comes or its clock moves. */
export function createVenue(options: VenueOptions): Venue {
  const { clock, chance, executionDelay, history = [] } = options
  const { logId = chance.name('logId', String(clock.now())) } = options
  const log = createEventLog(logId, clock, history)
  const book = createOrderBook()
  const callOffExecution = new Map<OrderId, () => void>()

  const send = createOrderActors({
    placed: (orderId, { ticket, executionDueAt }) =>
      record(log.append({ type: 'OrderPlaced', orderId, ticket, executionDueAt })),
    executed: (orderId) => record(log.append({ type: 'OrderExecuted', orderId })),
    cancelled: (orderId) => record(log.append({ type: 'OrderCancelled', orderId })),
  })

  /** Lets the read model and the timers follow an event that is in the log. */
  function record(event: OrderEvent): void {
    const { orderId } = book.apply(event)
    if (event.type === 'OrderPlaced') {
      callOffExecution.set(
        orderId,
        clock.at(event.executionDueAt, () => execute(orderId)),
      )
    } else {
      callOffExecution.get(orderId)?.()
      callOffExecution.delete(orderId)
    }
  }

  function execute(orderId: OrderId): void {
    send(orderId, 'PENDING', { type: 'EXECUTE' })
  }

  function find(orderId: string): Order | OrderNotFound {
    return book.find(orderId) ?? { refused: 'OrderNotFound', orderId }
  }

  for (const event of log.read(0, log.end)) record(event)

  return {
    clock,
    chance,
    logId,
    get position() {
      return log.end
    },
    find,
    list: book.list,
    events: log.read,

    async place(ticket) {
      const { clientOrderId } = ticket
      const namesake =
        clientOrderId === undefined ? undefined : book.findByClientOrderId(clientOrderId)
      if (namesake && clientOrderId !== undefined) {
        const { orderId, orderStatus } = namesake
        return { refused: 'DuplicateClientOrderId', clientOrderId, orderId, orderStatus }
      }
      const nth = book.size
      const orderId = chance.name('orderId', '', nth) as OrderId
      const delayMs =
        clientOrderId === undefined
          ? chance.delayMs(executionDelay, 'executionDelay', '', nth)
          : chance.delayMs(executionDelay, 'executionDelay', clientOrderId)
      send(orderId, 'NEW', { type: 'PLACE', ticket, executionDueAt: clock.now() + delayMs })
      const order = book.find(orderId) as PendingOrder
      await log.recorded()
      return order
    },

    async cancel(orderId) {
      const order = find(orderId)
      if (isRefusal(order)) return order
      const taken = send(order.orderId, order.orderStatus, { type: 'CANCEL' })
      if (!taken) return tooLate(order)
      const cancelled = book.find(orderId) as CancelledOrder
      await log.recorded()
      return cancelled
    },

    follow: (listener) =>
      log.follow((events) =>
        listener(events.map((event) => ({ event, order: book.after(event) }))),
      ),
  }
}

function tooLate({ orderId, orderStatus }: Order): TooLate {
  const refused = orderStatus === 'EXECUTED' ? 'OrderAlreadyExecuted' : 'OrderAlreadyCancelled'
  return { refused, orderId }
}
