import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { times } from '../support/times.ts'
import { type Bursts, comparedFigures, differences, type Interval } from './bootstrap.ts'
import { evenDraws } from './testing/samples.ts'

const runs = 150
const resampling = { level: 0.95, resamples: 400 }

/** Times as a venue draws them, in a run of one burst. */
const drawn = (draw: () => number, shiftMs = 0) => [
  times(100, () => 1500 + 1500 * draw() + shiftMs),
]

/** Times of a venue that is now quick and now slow: each is near to the one before. */
function wandering(draw: () => number): Bursts {
  let timeMs = 0
  const burst = times(225, () => {
    timeMs = 0.8 * timeMs + 100 * draw()
    return timeMs
  })
  return [burst]
}

/** Times of a venue that is quick in one burst and slow in another, by more than its times differ. */
const changing = (draw: () => number): Bursts =>
  times(8, () => {
    const burstMs = 50 * (draw() + draw() + draw())
    return times(20, () => burstMs + 10 * draw())
  })

const excludes = ({ fromMs, toMs }: Interval, valueMs: number) => fromMs > valueMs || toMs < valueMs

/** Of many pairs of runs, which share of the intervals of a figure miss the true difference. */
function misses(timesOf: (shiftMs: number) => Bursts, shiftMs: number): Record<string, number> {
  const missed = Object.fromEntries(comparedFigures.map((name) => [name, 0]))
  for (let run = 0; run < runs; run += 1) {
    const found = differences(timesOf(0), timesOf(shiftMs), { ...resampling, seed: run })
    for (const name of comparedFigures) {
      if (excludes(found[name], shiftMs)) missed[name] = (missed[name] ?? 0) + 1 / runs
    }
  }
  return missed
}

describe('The interval in which a difference lies', () => {
  for (const shiftMs of [0, 300]) {
    it(`seldom misses a true difference of ${shiftMs} ms`, () => {
      const draw = evenDraws(2026)
      const missed = misses((shift) => drawn(draw, shift), shiftMs)
      for (const [name, share] of Object.entries(missed)) {
        // 5 of 100 are meant to. As ten blocks are few, it is up to twice as many.
        assert.ok(share >= 0.02 && share <= 0.15, `${name}: ${share}`)
      }
    })
  }

  it('does so as seldom where times that follow each other are alike', () => {
    const draw = evenDraws(2026)
    for (const [name, share] of Object.entries(misses(() => wandering(draw), 0))) {
      assert.ok(share <= 0.15, `${name}: ${share}`)
    }
  })

  it('does so seldom where one burst differs from the next', () => {
    const draw = evenDraws(2026)
    for (const [name, share] of Object.entries(misses(() => changing(draw), 0))) {
      // Eight bursts are few too, for a p95 most of all; drawn as if they were one, it would be most of them.
      assert.ok(share <= 0.2, `${name}: ${share}`)
    }
  })

  it('lies beyond zero where the difference is large', () => {
    const draw = evenDraws(7)
    const found = differences(drawn(draw), drawn(draw, 600), { ...resampling, seed: 1 })
    assert.ok(found.meanMs.fromMs > 0 && found.p50Ms.fromMs > 0 && found.p95Ms.fromMs > 0)
  })

  it('is the same for the same seed, and another for another', () => {
    const draw = evenDraws(7)
    const [before, after] = [drawn(draw), drawn(draw)]
    const of = (seed: number) => differences(before, after, { ...resampling, seed })
    assert.deepEqual(of(1), of(1))
    assert.notDeepEqual(of(1), of(2))
  })

  it('has no width where nothing differs', () => {
    const found = differences([[5, 5, 5]], [[8, 8, 8]], { ...resampling, seed: 1 })
    for (const name of comparedFigures) assert.deepEqual(found[name], { fromMs: 3, toMs: 3 })
  })

  it('has a quantile between two times where it falls between them', () => {
    // Of two times each drawn anew, the median is one of them or lies in the middle.
    const { p50Ms } = differences([[0, 0]], [[0, 100]], { level: 0.4, resamples: 1000, seed: 1 })
    assert.deepEqual(p50Ms, { fromMs: 50, toMs: 50 })
  })
})
