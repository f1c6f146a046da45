import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { compare, type Difference } from './comparison.ts'
import { burstsOf } from './testing/samples.ts'

const none = { percent: 0, ms: 0 }
const usual = { percent: 2, ms: 10 }
const resamples = 600

const verdictsOn = (differences: readonly Difference[], measure: string) =>
  differences.filter((one) => one.measure === measure).map(({ verdict }) => verdict)

describe('A comparison with an earlier run', () => {
  it('decides nothing wrongly in 19 of 20 pairs of equal runs, over all figures', () => {
    const runs = 60
    let alarms = 0
    for (let run = 0; run < runs; run += 1) {
      const [before, after] = [burstsOf(20, 2 * run), burstsOf(20, 2 * run + 1)]
      const { differences } = compare(before, after, {
        tolerance: none,
        resamples,
        seed: run,
      })
      if (differences.some(({ verdict }) => verdict !== 'no difference seen')) alarms += 1
    }
    // The level allows 3 of 60; more than 9 has a probability of 0.001.
    assert.ok(alarms <= 9, `${alarms} false alarms`)
  })

  it('names the figures that differ, and the direction', () => {
    const [before, after] = [burstsOf(40, 1), burstsOf(40, 2, 800)]
    const slower = compare(before, after, { tolerance: usual, resamples }).differences
    const faster = compare(after, before, { tolerance: usual, resamples }).differences
    assert.deepEqual(verdictsOn(slower, 'executionDelay'), ['slower', 'slower', 'slower'])
    assert.deepEqual(verdictsOn(faster, 'executionDelay'), ['faster', 'faster', 'faster'])
    assert.deepEqual(
      new Set(verdictsOn(slower, 'placementOverhead')),
      new Set(['no difference seen']),
    )
  })

  it('ignores a certain difference within the tolerance', () => {
    const before = burstsOf(40, 1)
    const after = before.map((orders) =>
      orders.map((order) => ({ ...order, confirmedAtMs: order.confirmedAtMs + 4 })),
    )
    const on = (tolerance: typeof none) =>
      verdictsOn(compare(before, after, { tolerance, resamples }).differences, 'placementOverhead')
    assert.deepEqual(on(none), ['slower', 'slower', 'slower'])
    assert.deepEqual(on(usual), Array(3).fill('no difference seen'))
    assert.deepEqual(on({ percent: 200, ms: 0 }), Array(3).fill('no difference seen'))
  })

  it('leaves differences undecided on request', () => {
    const options = { tolerance: usual, canDecide: false, resamples }
    const { differences } = compare(burstsOf(40, 1), burstsOf(40, 2, 800), options)
    assert.deepEqual(verdictsOn(differences, 'executionDelay'), Array(3).fill('undecided'))
    const verdicts = new Set(verdictsOn(differences, 'placementOverhead'))
    assert.deepEqual(verdicts, new Set(['no difference seen']))
  })

  it('omits measures that one run could not take', () => {
    const before = burstsOf(10, 1)
    const after = burstsOf(10, 2).map((orders) =>
      orders.map(({ disclosedWaitMs, ...order }) => order),
    )
    const { differences } = compare(before, after, { tolerance: usual, resamples })
    const measures = new Set(differences.map(({ measure }) => measure))
    assert.deepEqual([...measures], ['executionDelay', 'placementLatency', 'announcementLag'])
  })
})
