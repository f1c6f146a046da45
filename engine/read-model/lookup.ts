import type { EventLog } from '../log/event-log.ts'
import {
  type DuplicateClientOrderId,
  type FinalOrder,
  isRefusal,
  type Order,
  type OrderAlreadyCancelled,
  type OrderAlreadyExecuted,
  type OrderEvent,
  type OrderNotFound,
  type OrderNotYetPlaced,
  type Ticket,
} from '../order.ts'
import type { OrderBook } from './order-book.ts'

/** The order has its final status. */
export type TooLate = OrderAlreadyExecuted | OrderAlreadyCancelled

export function find(book: OrderBook, orderId: string): Order | OrderNotFound {
  return book.find(orderId) ?? { refused: 'OrderNotFound', orderId }
}

/** The order right after the event at a position. */
export function findAt(
  book: OrderBook,
  orderId: string,
  at: number,
): Order | OrderNotFound | OrderNotYetPlaced {
  const order = find(book, orderId)
  if (isRefusal(order)) return order
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

/** Why a ticket cannot become an order; undefined when it can. */
export function duplicate(
  book: OrderBook,
  { clientOrderId }: Ticket,
): DuplicateClientOrderId | undefined {
  const namesake = clientOrderId === undefined ? undefined : book.findByClientOrderId(clientOrderId)
  if (!namesake || clientOrderId === undefined) return undefined
  const { orderId, orderStatus } = namesake
  return { refused: 'DuplicateClientOrderId', clientOrderId, orderId, orderStatus }
}

/** Why an order with a final status refuses a command. */
export function tooLate({ orderId, orderStatus }: FinalOrder): TooLate {
  switch (orderStatus) {
    case 'EXECUTED':
      return { refused: 'OrderAlreadyExecuted', orderId }
    case 'CANCELLED':
      return { refused: 'OrderAlreadyCancelled', orderId }
  }
}
