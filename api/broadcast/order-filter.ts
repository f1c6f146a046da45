import { matches, type Order } from '../../engine/index.ts'
import type { StreamQuery } from '../contract/stream.ts'

/** Which orders somebody wants to hear of. */
export interface OrderFilter {
  /** The same for filters that let the same orders through. */
  readonly key: string
  matches(order: Order): boolean
}

type FilterParams = Pick<StreamQuery, 'orderId' | 'orderStatus' | 'symbol' | 'clientOrderId'>

/** Makes a filter of what all must be true of an order; of several orderIds any will do. */
export function createOrderFilter({ orderId, ...criteria }: FilterParams): OrderFilter {
  const { orderStatus, symbol, clientOrderId } = criteria
  const orderIds = orderId && new Set<string>(orderId)
  return {
    key: JSON.stringify([orderIds && [...orderIds].sort(), orderStatus, symbol, clientOrderId]),
    matches: (order) =>
      (orderIds === undefined || orderIds.has(order.orderId)) &&
      matches(criteria, order.ticket, order),
  }
}
