import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { pendingExample } from '../../../contract/orders.ts'
import type { OrderMessage } from '../../../contract/stream.ts'
import { configuredText, delayFor, delaysText, rangeOf } from './delay-text.ts'
import { histogramOf, medianOf } from './histogram.ts'
import { createRates, rateSeconds } from './rates.ts'

const placed = (second: number): OrderMessage => ({
  ...pendingExample,
  type: 'order',
  position: 1,
  previous: null,
  occurredAt: new Date(second * 1000 + 999).toISOString(),
})

describe('The rates', () => {
  test('count the orders of each second, up to now', () => {
    const rates = createRates()
    for (const second of [1000, 1000, 1002]) rates.add(placed(second))
    const [seconds, orders, executed] = rates.upTo(new Date(1_003_000).toISOString())
    assert.deepEqual(seconds.slice(-4), [1000, 1001, 1002, 1003])
    assert.deepEqual(orders.slice(-4), [2, 0, 1, 0])
    assert.equal(executed.length, rateSeconds)
  })

  test('forget what is too old', () => {
    const rates = createRates()
    rates.add(placed(1000))
    rates.add(placed(1000 + rateSeconds))
    const [, orders] = rates.upTo(new Date(1_000_000).toISOString())
    assert.equal(
      orders.reduce((sum, count) => sum + count, 0),
      1,
    )
  })
})

describe('A histogram', () => {
  test('has each value once, in bins that include the range', () => {
    const { starts, counts, width } = histogramOf([1500, 1501, 2999], { from: 1500, to: 3000 })
    assert.equal(starts[0], 1500)
    assert.ok((starts.at(-1) ?? 0) + width > 3000)
    assert.equal(
      counts.reduce((sum, count) => sum + count, 0),
      3,
    )
    assert.equal(counts[0], 2)
  })

  test('of values outside the range shows them', () => {
    const { starts, counts } = histogramOf([100, 5000], { from: 1500, to: 3000 })
    assert.deepEqual([starts[0], counts.at(-1)], [100, 1])
  })

  test('of nothing is empty', () => {
    assert.deepEqual(histogramOf([], undefined).starts, [])
    assert.equal(medianOf([]), undefined)
  })

  test('of equal values has one bin for them', () => {
    assert.equal(histogramOf([7, 7], undefined).counts[0], 2)
  })
})

describe('A configured delay', () => {
  const uniform = { minMs: 1500, maxMs: 3000 }

  test('is that of the endpoint', () => {
    assert.deepEqual(delayFor({ 'POST /orders': uniform }, 'POST /orders'), uniform)
    assert.equal(delayFor({ 'POST /orders': uniform }, 'GET /orders'), undefined)
    assert.deepEqual(delayFor(uniform, 'GET /orders'), uniform)
    assert.equal(delayFor(5, 'GET /orders'), 5)
  })

  test('has a range and is said in words', () => {
    assert.deepEqual(rangeOf({ valuesMs: [15, 200] }), { from: 15, to: 200 })
    assert.deepEqual(rangeOf({ medianMs: 120, p95Ms: 400 }), { from: 120, to: 400 })
    assert.equal(configuredText(uniform), 'configured 1.5 s to 3 s')
    assert.equal(
      delaysText([2000, 2210, 2500], 'orders', uniform),
      '3 orders, median 2.21 s; configured 1.5 s to 3 s',
    )
    assert.equal(delaysText([], 'orders', 0), 'no orders yet; configured 0 ms')
  })
})
