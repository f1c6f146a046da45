import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { lastInstant } from '../../engine/index.ts'
import { instantView } from './instant-view.ts'

test('tells an instant as a Date does, whatever was told before', () => {
  const instant = fc.oneof(
    fc.integer({ min: 0, max: Date.UTC(2200, 0, 1) }),
    fc.integer({ min: Date.parse('0000-01-01T00:00:00Z'), max: lastInstant }),
    // Near one another and far apart, so that seconds meet in one slot.
    fc.integer({ min: 0, max: 200_000 }),
  )
  fc.assert(
    fc.property(fc.array(instant), (instants) => {
      for (const one of instants) {
        assert.equal(instantView(one), new Date(one).toISOString())
        // RFC 3339 has four digits for a year.
        assert.match(instantView(one), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
      }
    }),
  )
})
