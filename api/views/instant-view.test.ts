import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { lastInstant } from '../../engine/index.ts'
import { instantView } from './instant-view.ts'

test('An instant is formatted as by Date, whatever is in the cache', () => {
  const anInstant = fc.oneof(
    fc.integer({ min: 0, max: Date.UTC(2200, 0, 1) }),
    fc.integer({ min: Date.parse('0000-01-01T00:00:00Z'), max: lastInstant }),
    // Seconds near each other and far apart, so that several share a slot of the cache.
    fc.integer({ min: 0, max: 200_000 }),
  )
  fc.assert(
    fc.property(fc.array(anInstant), (instants) => {
      for (const instant of instants) {
        assert.equal(instantView(instant), new Date(instant).toISOString())
        // RFC 3339 requires a year of four digits.
        assert.match(instantView(instant), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
      }
    }),
  )
})
