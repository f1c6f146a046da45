import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseBurst, sizeOf } from './burst.ts'

describe('A burst', () => {
  it('has 100 orders and one listener by default', () => {
    assert.deepEqual(parseBurst({}), { orders: 100, listeners: 1 })
    assert.deepEqual(parseBurst({ ORDERS: '', LISTENERS: '' }), { orders: 100, listeners: 1 })
    assert.deepEqual(parseBurst({ ORDERS: '1000', LISTENERS: '50' }), {
      orders: 1000,
      listeners: 50,
    })
  })

  const mistakes: [env: Record<string, string>, reason: RegExp][] = [
    [{ ORDERS: '1' }, /^Error: ORDERS must be a whole number from 2 to 10000, but is "1"/],
    [{ ORDERS: '10001' }, /from 2 to 10000/],
    [{ ORDERS: '1e3' }, /from 2 to 10000/],
    [{ ORDERS: '100.5' }, /from 2 to 10000/],
    [{ LISTENERS: '0' }, /^Error: LISTENERS must be a whole number from 1 to 1000, but is "0"/],
    [{ LISTENERS: '-1' }, /from 1 to 1000/],
    [{ LISTENERS: 'many' }, /from 1 to 1000/],
    [{ ORDERS: '5001', LISTENERS: '100' }, /ORDERS × LISTENERS must be at most 500000/],
  ]
  for (const [env, reason] of mistakes) {
    it(`is refused if it is ${JSON.stringify(env)}`, () => {
      assert.throws(() => parseBurst(env), reason)
    })
  }

  it('has its size in words', () => {
    assert.equal(sizeOf({ orders: 1000, listeners: 1 }), '1,000 orders, 1 listener')
    assert.equal(sizeOf({ orders: 100, listeners: 50 }), '100 orders, 50 listeners')
  })
})
