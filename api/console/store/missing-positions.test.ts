import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createMissingPositions } from './missing-positions.ts'

test('what is found in the middle of a range leaves its two ends missing', () => {
  const missing = createMissingPositions()
  missing.add({ from: 3, to: 7 })
  missing.add({ from: 9, to: 8 })

  assert.equal(missing.remove({ from: 5, to: 5 }), true)
  assert.deepEqual(missing.ranges, [
    { from: 3, to: 4 },
    { from: 6, to: 7 },
  ])
  assert.equal(missing.count, 4)
})

test('what was not missing changes nothing', () => {
  const missing = createMissingPositions()
  missing.add({ from: 3, to: 7 })
  assert.equal(missing.remove({ from: 8, to: 9 }), false)
  assert.equal(missing.count, 5)
})

test('a wide range removes several', () => {
  const missing = createMissingPositions()
  missing.add({ from: 3, to: 4 })
  missing.add({ from: 8, to: 9 })
  assert.equal(missing.remove({ from: 4, to: 8 }), true)
  assert.deepEqual(missing.ranges, [
    { from: 3, to: 3 },
    { from: 9, to: 9 },
  ])
})
