/** What a venue finds of an order, or why it does not. */
import type { EventLog } from '../log/event-log.ts'
import {
  type DuplicateClientOrderId,
  isRefusal,
  type Order,
  type OrderAlreadyCancelled,
  type OrderAlreadyExecuted,
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

export function findAt(book: OrderBook, orderId: string, at: number) {
  const order = find(book, orderId)
  if (isRefusal(order)) return order
  const refusal: OrderNotYetPlaced = { refused: 'OrderNotYetPlaced', orderId: order.orderId, at }
  return book.find(orderId, at) ?? refusal
}

export function eventsOf(orderId: string, book: OrderBook, log: EventLog) {
  const events = book.positionsOf(orderId).flatMap((position) => log.read(position - 1, 1))
  return events.length > 0 ? events : { refused: 'OrderNotFound' as const, orderId }
}

/** Why an order may not bear the clientOrderId that its ticket asks for. */
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
export function tooLate({ orderId, orderStatus }: Order): TooLate {
  switch (orderStatus) {
    case 'EXECUTED':
      return { refused: 'OrderAlreadyExecuted', orderId }
    case 'CANCELLED':
      return { refused: 'OrderAlreadyCancelled', orderId }
    case 'PENDING':
      throw new Error(`Order ${orderId} is PENDING and must accept the command`)
  }
}
