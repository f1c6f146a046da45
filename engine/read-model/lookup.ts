import type { EventLog } from '../log/event-log.ts'
import {
  type DuplicateClientOrderId,
  type FinalOrder,
  isRefusal,
  type Order,
  type OrderEvent,
  type OrderNotFound,
  type OrderNotYetPlaced,
  type Ticket,
  type TooLate,
} from '../order.ts'
import type { OrderBook } from './order-book.ts'

export function find(book: OrderBook, orderId: string): Order | OrderNotFound {
  return book.find(orderId) ?? { refused: 'OrderNotFound', orderId }
}

/** The order now, or right after the event at a position. */
export function findAt(
  book: OrderBook,
  orderId: string,
  at?: number,
): Order | OrderNotFound | OrderNotYetPlaced {
  const order = find(book, orderId)
  if (isRefusal(order) || at === undefined) return order
  return book.find(orderId, at) ?? { refused: 'OrderNotYetPlaced', orderId: order.orderId, at }
}

/** The events of an order, oldest first. */
export function eventsOf(
  orderId: string,
  book: OrderBook,
  log: EventLog,
): readonly OrderEvent[] | OrderNotFound {
  const events = book.positionsOf(orderId).flatMap((position) => log.read(position - 1, 1))
  return events.length > 0 ? events : { refused: 'OrderNotFound', orderId }
}

/** The refusal if the clientOrderId of a ticket is taken; otherwise undefined. */
export function duplicate(
  book: OrderBook,
  { clientOrderId }: Ticket,
): DuplicateClientOrderId | undefined {
  const namesake = clientOrderId === undefined ? undefined : book.findByClientOrderId(clientOrderId)
  if (!namesake || clientOrderId === undefined) return undefined
  const { orderId, orderStatus } = namesake
  return { refused: 'DuplicateClientOrderId', clientOrderId, orderId, orderStatus }
}

const refusals = { EXECUTED: 'OrderAlreadyExecuted', CANCELLED: 'OrderAlreadyCancelled' } as const

/** The refusal of a command on an order with a final status. */
export const tooLate = ({ orderId, orderStatus }: FinalOrder): TooLate => ({
  refused: refusals[orderStatus],
  orderId,
})
