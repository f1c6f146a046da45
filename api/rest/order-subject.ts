import { isRefusal, type Venue } from '../../engine/index.ts'

/** What is known of an order that a request names. */
export function orderSubject(orderId: string, venue: Venue) {
  const order = venue.find(orderId)
  if (isRefusal(order)) return { orderId }
  const { symbol, clientOrderId } = order.ticket
  return { orderId, symbol, clientOrderId }
}
