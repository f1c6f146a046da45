import type { Order, OrderStatus } from '../../contract/orders.ts'

/** Selects orders that have the status, and whose texts begin with these, in any case. */
export interface OrderFilter {
  readonly status?: OrderStatus | undefined
  readonly symbol?: string | undefined
  readonly clientOrderId?: string | undefined
}

/** Returns the test of a filter; undefined if it selects all orders. */
export function testOf({ status, symbol, clientOrderId }: OrderFilter) {
  const tests: ((order: Order) => boolean)[] = []
  if (status) tests.push((order) => order.orderStatus === status)
  if (symbol) tests.push(beginsWith(symbol, (order) => order.symbol))
  if (clientOrderId) tests.push(beginsWith(clientOrderId, (order) => order.clientOrderId))
  if (tests.length === 0) return undefined
  return (order: Order) => tests.every((test) => test(order))
}

function beginsWith(start: string, textOf: (order: Order) => string | undefined) {
  const wanted = start.toLowerCase()
  return (order: Order) => (textOf(order) ?? '').toLowerCase().startsWith(wanted)
}
