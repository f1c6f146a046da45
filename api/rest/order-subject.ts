import { isRefusal, type Venue } from '../../engine/index.ts'

/** The order fields that rules match. Only the id if the order does not exist. */
export function orderSubject(orderId: string, venue: Venue) {
  const order = venue.find(orderId)
  if (isRefusal(order)) return { orderId }
  const { symbol, clientOrderId } = order.ticket
  return { orderId, symbol, clientOrderId }
}
