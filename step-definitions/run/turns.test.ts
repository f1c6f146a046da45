import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { type Demand, mayBegin, turns } from './turns.ts'

describe('Whether a scenario may begin', () => {
  const cases: [next: Demand, running: Demand[], may: boolean][] = [
    ['everything', [], true],
    ['everything', ['time'], false],
    ['time', ['everything'], false],
    ['quiet', ['quiet', 'time', 'time', 'time'], true],
    ['quiet', ['core'], false],
    ['core', ['quiet'], false],
    ['core', ['time', 'core', 'time', 'time'], true],
    ['time', ['quiet', 'core', 'time', 'time'], true],
    ['time', ['time', 'time', 'time'], false],
  ]
  for (const [next, running, may] of cases) {
    it(`${may ? 'it may' : 'it may not'}: ${next} beside ${running.join(', ') || 'nothing'}`, () => {
      assert.equal(mayBegin(next, running), may)
    })
  }
})

describe('The order of the scenarios', () => {
  it('leaves no worker idle while one of them needs a core', () => {
    // As in the features: those that wait do so for longer than the quiet ones.
    const shape = fc.record({
      quiet: fc.array(fc.integer({ min: 10, max: 20 }), { maxLength: 12 }),
      time: fc.array(fc.integer({ min: 20, max: 50 }), { minLength: 6, maxLength: 12 }),
      core: fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 100 }),
      everything: fc.array(fc.integer({ min: 10, max: 60 }), { maxLength: 4 }),
    })
    fc.assert(
      fc.property(shape, (lengths) => {
        const queue = turns.flatMap((demand) => lengths[demand].map((ends) => ({ demand, ends })))
        assert.equal(leftWhenOneIdled(queue, 4).includes('core'), false)
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
