import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { instantView } from './instant-view.ts'

test('tells an instant as a Date does, whatever was told before', () => {
  const instant = fc.oneof(
    fc.integer({ min: 0, max: Date.UTC(2200, 0, 1) }),
    // Near one another and far apart, so that seconds meet in one slot.
    fc.integer({ min: 0, max: 200_000 }),
  )
  fc.assert(
    fc.property(fc.array(instant), (instants) => {
      for (const one of instants) assert.equal(instantView(one), new Date(one).toISOString())
    }),
  )
})
