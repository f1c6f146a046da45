import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { Turns } from '../support/turns.ts'
import { measureCapacity } from './capacity.ts'

describe('The requests that a target serves at once', () => {
  const cases: [atOnce: number, takesMs: number, expected: number][] = [
    [1, 50, 1],
    [2, 45, 2],
    [8, 50, Number.POSITIVE_INFINITY],
    [1, 150, 1],
    // It is slower than it promises, and serves all at once.
    [100, 250, Number.POSITIVE_INFINITY],
  ]
  for (const [atOnce, takesMs, expected] of cases) {
    it(`are found: ${atOnce}, each taking ${takesMs} ms`, async () => {
      const turns = new Turns(atOnce)
      const read = () => turns.take(() => pause(takesMs))
      assert.equal(await measureCapacity(read, { shortestMs: 40, longestMs: 60 }), expected)
    })
  }

  it('are estimated from those that it answered, if it did not answer all', async () => {
    const turns = new Turns(1)
    const giveUp = () => pause(180).then(() => Promise.reject(new Error('no answer')))
    const read = () => Promise.race([turns.take(() => pause(50)), giveUp()])
    assert.equal(await measureCapacity(read, { shortestMs: 40, longestMs: 60 }), 1)
  })

  it('do not matter if the latency is short', async () => {
    const read = () => assert.fail('it was measured')
    const short = { shortestMs: 0, longestMs: 40 }
    assert.equal(await measureCapacity(read, short), Number.POSITIVE_INFINITY)
  })

  it('are one if it answered none', async () => {
    const read = () => Promise.reject(new Error('no answer'))
    assert.equal(await measureCapacity(read, { shortestMs: 40, longestMs: 60 }), 1)
  })
})
