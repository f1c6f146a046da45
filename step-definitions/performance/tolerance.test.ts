import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseTolerance, toleratedMs } from './tolerance.ts'

describe('A tolerance', () => {
  it('is a share, a time or both', () => {
    assert.deepEqual(parseTolerance('2%'), { percent: 2, ms: 0 })
    assert.deepEqual(parseTolerance('10ms'), { percent: 0, ms: 10 })
    assert.deepEqual(parseTolerance('2.5 %, 0.5 ms'), { percent: 2.5, ms: 0.5 })
    assert.deepEqual(parseTolerance(undefined), { percent: 2, ms: 10 })
  })

  for (const text of ['2', '%', 'ms', '2%5ms', '-1%', '5ms,2%', '2%,', 'none']) {
    it(`is refused if it is "${text}"`, () => {
      assert.throws(() => parseTolerance(text), /^Error: TOLERANCE must be a share, a time or both/)
    })
  }

  it('is the greater of the two, also for a negative figure', () => {
    const tolerance = { percent: 2, ms: 10 }
    assert.deepEqual(
      [100, 1000, -1000].map((ms) => toleratedMs(tolerance, ms)),
      [10, 20, 20],
    )
  })
})
