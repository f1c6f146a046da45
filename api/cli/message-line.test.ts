import assert from 'node:assert/strict'
import { test } from 'node:test'
import { stripVTControlCharacters } from 'node:util'
import { OrderMessage } from '../contract/stream.ts'
import { lineOf } from './message-line.ts'

const message = OrderMessage.parse({
  type: 'order',
  position: 2,
  previous: 1,
  occurredAt: '2026-11-22T09:30:02.518Z',
  orderId: 'br51yrr3n4f6dj7b',
  orderStatus: 'PENDING',
  symbol: 'EURUSD',
  side: 'BUY',
  quantity: 1000,
  placedAt: '2026-11-22T09:30:02.518Z',
  clientOrderId: 'mine-1',
  version: 1,
})

test('A change shows no control character of a server', () => {
  const forged = { ...message, orderId: '\x1b]0;x\x07', symbol: 'A\nB', occurredAt: '2026\x1b[2J' }
  assert.doesNotMatch(stripVTControlCharacters(lineOf(forged)), /\p{Cc}/u)
})

for (const [where, isTTY, line] of [
  ['in a pipe', false, '2 09:30:02.518 PENDING BUY 1000 EURUSD br51yrr3n4f6dj7b mine-1'],
  [
    'on a terminal',
    true,
    '    2 09:30:02.518 PENDING   BUY      1000 EURUSD   br51yrr3n4f6dj7b mine-1',
  ],
] as const) {
  test(`A change is a line ${where}`, (t) => {
    const before = Object.getOwnPropertyDescriptor(process.stdout, 'isTTY')
    t.after(() => Object.defineProperty(process.stdout, 'isTTY', before ?? { value: undefined }))
    Object.defineProperty(process.stdout, 'isTTY', { value: isTTY, configurable: true })
    assert.equal(stripVTControlCharacters(lineOf(message)), line)
  })
}
