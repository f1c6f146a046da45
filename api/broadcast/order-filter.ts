import { matches, type Order } from '../../engine/index.ts'
import type { StreamQuery } from '../contract/stream.ts'

/** The orders that a subscription receives. */
export interface OrderFilter {
  /** Equal for filters that match the same orders. */
  readonly key: string
  matches(order: Order): boolean
}

type FilterParams = Pick<StreamQuery, 'orderId' | 'orderStatus' | 'symbol' | 'clientOrderId'>

/** Creates a filter. An order must match all parameters, and any one of several `orderId`s. */
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
