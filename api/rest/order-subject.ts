import { isRefusal, type Venue } from '../../engine/index.ts'

/** What rules can match of the order that a request names: only its id if there is no order. */
export function orderSubject(orderId: string, venue: Venue) {
  const order = venue.find(orderId)
  if (isRefusal(order)) return { orderId }
  const { symbol, clientOrderId } = order.ticket
  return { orderId, symbol, clientOrderId }
}
