import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseDelayRange } from './delay-range.ts'

describe('A delay range', () => {
  it('has a shortest and a longest delay', () => {
    assert.deepEqual(parseDelayRange('LATENCY_MS', '100-1000'), {
      shortestMs: 100,
      longestMs: 1000,
    })
  })

  it('is constant if it is one number', () => {
    assert.deepEqual(parseDelayRange('LATENCY_MS', '250'), { shortestMs: 250, longestMs: 250 })
    assert.deepEqual(parseDelayRange('LATENCY_MS', '0'), { shortestMs: 0, longestMs: 0 })
  })

  for (const text of ['', '1000-100', '-5', '100-', '1e3', '1.5', ' 100', '100–1000', 'fast']) {
    it(`is refused as "${text}", with the name of its variable`, () => {
      assert.throws(
        () => parseDelayRange('LATENCY_MS', text),
        /^Error: LATENCY_MS must be .*, but is/,
      )
    })
  }
})
