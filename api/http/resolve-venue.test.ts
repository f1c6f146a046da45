import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { maxTargetBytes } from './limits.ts'
import { venueNameOf } from './resolve-venue.ts'

describe('The venue that a request names', () => {
  for (const [url, venue] of [
    ['/orders', 'main'],
    ['/orders/venue=mine', 'main'],
    ['/orders?limit=1', 'main'],
    ['/orders?venue=mine', 'mine'],
    ['/orders?limit=1&venu%65=mine', 'mine'],
    ['/orders?', 'main'],
  ] as const) {
    test(`is ${venue} at ${url}`, () => assert.equal(venueNameOf({}, url), venue))
  }

  test('is taken from the header rather than the query', () => {
    assert.equal(venueNameOf({ venue: 'yours' }, '/orders?venue=mine'), 'yours')
  })

  test('is found quickly in any query that may be sent', () => {
    const hostile = '/orders'.padEnd(maxTargetBytes, '?')
    const began = performance.now()
    for (let times = 0; times < 100; times++) assert.equal(venueNameOf({}, hostile), 'main')
    assert.ok(performance.now() - began < 1000)
  })
})
