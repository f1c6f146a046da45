import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Order } from '../../contract/orders.ts'
import { createPastOrders } from './past-orders.ts'

const order = (orderId: string, symbol: string, orderStatus: 'PENDING' | 'EXECUTED') =>
  ({ orderId, symbol, orderStatus }) as Order

test('orders of the past are in order of placement, counted and filtered', () => {
  const newestFirst = [
    order('3', 'EURUSD', 'PENDING'),
    order('2', 'BTC/USD', 'EXECUTED'),
    order('1', 'EURUSD', 'EXECUTED'),
  ]
  const past = createPastOrders(newestFirst, 5)
  const ids = (filter?: object) => past.select(filter).map((booked) => booked.order.orderId)

  assert.deepEqual(ids(), ['1', '2', '3'])
  assert.deepEqual(ids({ symbol: 'eur' }), ['1', '3'])
  assert.deepEqual(past.counts, { PENDING: 1, EXECUTED: 2, CANCELLED: 0 })
  assert.deepEqual([past.size(), past.dropped(), past.version(), past.countAfter(0)], [3, 0, 5, 0])
  assert.equal(past.find('2')?.order.symbol, 'BTC/USD')
  assert.equal(past.find('4'), undefined)
})
