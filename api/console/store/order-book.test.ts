import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Order } from '../../contract/orders.ts'
import { createOrderBook } from './order-book.ts'

const pending = (name: string, changed: object = {}) =>
  ({
    orderId: name,
    orderStatus: 'PENDING',
    symbol: 'EURUSD',
    side: 'BUY',
    quantity: 1,
    placedAt: '',
    version: 1,
    ...changed,
  }) as Order

const namesIn = (orders: readonly { readonly order: Order }[]) =>
  orders.map(({ order }) => order.orderId)

test('a book keeps the newest orders, and counts those that it drops', () => {
  const book = createOrderBook(100)
  for (let position = 1; position <= 106; position++) book.set(pending(`${position}`), position, 0)

  assert.deepEqual([book.size(), book.dropped()], [100, 6])
  assert.equal(book.find('6'), undefined)
  assert.equal(book.find('7')?.placed, 7)
  assert.equal(book.counts.PENDING, 100)
})

test('a filter selects by status and by the beginning of a text, in any case', () => {
  const book = createOrderBook(100)
  book.set(pending('a', { clientOrderId: 'Alice-1' }), 1, 0)
  book.set(pending('b', { symbol: 'BTC/USD' }), 2, 0)
  book.set(pending('c'), 3, 0)
  book.set({ ...pending('c'), orderStatus: 'EXECUTED', executedAt: '', version: 2 } as Order, 4, 0)

  assert.deepEqual(namesIn(book.select()), ['a', 'b', 'c'])
  assert.deepEqual(namesIn(book.select({ status: 'EXECUTED' })), ['c'])
  assert.deepEqual(namesIn(book.select({ symbol: 'btc' })), ['b'])
  assert.deepEqual(namesIn(book.select({ clientOrderId: 'alice' })), ['a'])
  assert.deepEqual(namesIn(book.select({ status: 'PENDING', symbol: 'EUR' })), ['a'])
})

test('it counts what was placed after a position', () => {
  const book = createOrderBook(100)
  for (const position of [1, 4, 9]) book.set(pending(`${position}`), position, 0)

  assert.deepEqual(
    [0, 1, 4, 9].map((position) => book.countAfter(position)),
    [3, 2, 1, 0],
  )
  assert.equal(book.countAfter(0, { symbol: 'BTC' }), 0)
})

test('a change of the book changes its version', () => {
  const book = createOrderBook(100)
  const before = book.version()
  book.set(pending('a'), 1, 0)
  assert.notEqual(book.version(), before)
})
