import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ticketOf } from './ticket-form.ts'

const form = {
  symbol: 'EURUSD',
  side: 'BUY',
  quantity: '1000',
  clientOrderId: 'alice-1',
  times: '1',
}

test('the fields become a ticket', () => {
  const body = { symbol: 'EURUSD', side: 'BUY', quantity: 1000, clientOrderId: 'alice-1' }
  assert.deepEqual(ticketOf(form), { body, times: 1, errors: {} })
})

test('the server says what is missing or no number', () => {
  assert.deepEqual(ticketOf({ ...form, symbol: '', quantity: 'many', clientOrderId: '' }).body, {
    side: 'BUY',
    quantity: 'many',
  })
})

test('the orders of a burst have no client order id', () => {
  const { body, times } = ticketOf({ ...form, times: '20' })
  assert.deepEqual([times, 'clientOrderId' in body], [20, false])
})

test('the number of orders is checked here', () => {
  for (const times of ['0', '10001', 'two', '']) {
    assert.deepEqual(Object.keys(ticketOf({ ...form, times }).errors), ['times'], times)
  }
})
