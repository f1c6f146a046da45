import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Order } from '../../contract/orders.ts'
import { createOrderBook } from './order-book.ts'
import { createRowWindow } from './row-window.ts'

function openBook(orders: number) {
  const book = createOrderBook(100)
  const place = (position: number, symbol = 'EURUSD') =>
    book.set({ orderId: `${position}`, orderStatus: 'PENDING', symbol } as Order, position, 0)
  for (let position = 1; position <= orders; position++) place(position)
  return { book, place }
}

const namesIn = (rows: ReturnType<typeof createRowWindow>) =>
  Array.from({ length: rows.length }, (_, row) => rows.at(row)?.order.orderId)

test('the newest order is in the first row', () => {
  const { book, place } = openBook(2)
  const rows = createRowWindow()
  rows.update(book, {}, false)
  assert.deepEqual(namesIn(rows), ['2', '1'])

  place(3)
  rows.update(book, {}, false)
  assert.deepEqual(namesIn(rows), ['3', '2', '1'])
  assert.equal(rows.rowOf('1'), 2)
  assert.equal(rows.rowOf('none'), -1)
})

test('the rows stay while somebody reads, and count what is new', () => {
  const { book, place } = openBook(2)
  const rows = createRowWindow()
  rows.update(book, {}, false)
  place(3)
  place(4, 'BTC/USD')

  assert.equal(rows.update(book, {}, true), 2)
  assert.equal(rows.isPaused, true)
  place(5)
  assert.equal(rows.update(book, {}, true), 3)
  assert.deepEqual(namesIn(rows), ['2', '1'])

  assert.equal(rows.update(book, {}, false), 0)
  assert.deepEqual(namesIn(rows), ['5', '4', '3', '2', '1'])
})

test('earlier orders that are loaded follow at the end, while somebody reads', () => {
  const { book, place } = openBook(0)
  for (const position of [11, 12]) place(position)
  const rows = createRowWindow()
  rows.update(book, {}, false)
  place(13)
  place(9)

  assert.equal(rows.update(book, {}, true), 1)
  assert.deepEqual(namesIn(rows), ['12', '11', '9'])
})

test('another filter or another book changes the rows, even while somebody reads', () => {
  const { book, place } = openBook(2)
  const rows = createRowWindow()
  rows.update(book, {}, false)
  place(3, 'BTC/USD')
  rows.update(book, { symbol: 'BTC' }, true)
  assert.deepEqual(namesIn(rows), ['3'])

  rows.update(openBook(1).book, { symbol: 'BTC' }, true)
  assert.deepEqual(namesIn(rows), [])
})
