import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { type Demand, mayBegin, turns } from './turns.ts'

describe('Whether a scenario may begin', () => {
  const cases: [next: Demand, running: Demand[], may: boolean][] = [
    ['everything', [], true],
    ['everything', ['time'], false],
    ['time', ['everything'], false],
    ['time', ['core', 'time', 'quiet'], true],
    ['quiet', ['quiet', 'time'], true],
    ['quiet', ['core'], false],
    ['core', ['core', 'time'], true],
  ]
  for (const [next, running, may] of cases) {
    it(`${may ? 'it may' : 'it may not'}: ${next} beside ${running.join(', ') || 'nothing'}`, () => {
      assert.equal(mayBegin(next, running), may)
    })
  }
})

describe('The order of the scenarios', () => {
  it('leaves no worker idle while there is something that need not run alone', () => {
    // As in the features: there are some that wait, and for longer than another needs a core.
    const shape = fc.record({
      core: fc.array(fc.integer({ min: 1, max: 10 }), { maxLength: 100 }),
      time: fc.array(fc.integer({ min: 10, max: 50 }), { minLength: 3, maxLength: 12 }),
      quiet: fc.array(fc.integer({ min: 10, max: 20 }), { maxLength: 12 }),
      everything: fc.array(fc.integer({ min: 10, max: 60 }), { maxLength: 4 }),
    })
    fc.assert(
      fc.property(shape, (lengths) => {
        const queue = turns.flatMap((demand) => lengths[demand].map((ends) => ({ demand, ends })))
        const left = new Set(leftWhenOneIdled(queue, 4))
        left.delete('everything')
        assert.deepEqual([...left], [])
      }),
    )
  })
})

interface Scenario {
  readonly demand: Demand
  /** How long it takes, and, while it runs, when it ends. */
  readonly ends: number
}

/** What was still to be done when a worker found nothing that may begin. */
function leftWhenOneIdled(queue: Scenario[], workers: number): Demand[] {
  const running: Scenario[] = []
  let now = 0
  while (queue.length > 0) {
    if (running.length === workers) {
      running.sort((a, b) => b.ends - a.ends)
      now = running.pop()?.ends ?? now
    }
    const demands = running.map(({ demand }) => demand)
    const next = queue.findIndex(({ demand }) => mayBegin(demand, demands))
    if (next < 0) break
    for (const { demand, ends } of queue.splice(next, 1)) running.push({ demand, ends: now + ends })
  }
  return queue.map(({ demand }) => demand)
}
