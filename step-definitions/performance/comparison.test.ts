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
  it('is wrong about nothing in 19 of 20 runs that do not differ, for all figures together', () => {
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
    // 3 of 60 would be by chance; once in a thousand times it is more than 9.
    assert.ok(alarms <= 9, `${alarms} false alarms`)
  })

  it('says of the figures that differ, and of no others, which way they do', () => {
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

  it('passes over a difference that is sure, but within the tolerance', () => {
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

  it('tells no difference where it is not to', () => {
    const options = { tolerance: usual, isTold: false, resamples }
    const { differences } = compare(burstsOf(40, 1), burstsOf(40, 2, 800), options)
    assert.deepEqual(verdictsOn(differences, 'executionDelay'), Array(3).fill('not to be told'))
    const verdicts = new Set(verdictsOn(differences, 'placementOverhead'))
    assert.deepEqual(verdicts, new Set(['no difference seen']))
  })

  it('leaves out what one of the two could not measure', () => {
    const before = burstsOf(10, 1)
    const after = burstsOf(10, 2).map((orders) =>
      orders.map(({ disclosedWaitMs, ...order }) => order),
    )
    const { differences } = compare(before, after, { tolerance: usual, resamples })
    const measures = new Set(differences.map(({ measure }) => measure))
    assert.deepEqual([...measures], ['executionDelay', 'placementLatency', 'announcementLag'])
  })
})
