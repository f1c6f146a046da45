import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { times } from '../support/times.ts'
import { type Bursts, comparedFigures, differences, type Interval } from './bootstrap.ts'
import { evenDraws } from './testing/samples.ts'

const runs = 150
const resampling = { level: 0.95, resamples: 400 }

/** A run of one burst with independent times. */
const drawn = (draw: () => number, shiftMs = 0) => [
  times(100, () => 1500 + 1500 * draw() + shiftMs),
]

/** A run of one burst in which neighbouring times are alike. */
function wandering(draw: () => number): Bursts {
  let timeMs = 0
  const burst = times(225, () => {
    timeMs = 0.8 * timeMs + 100 * draw()
    return timeMs
  })
  return [burst]
}

/** A run whose bursts differ more than the times within one. */
const changing = (draw: () => number): Bursts =>
  times(8, () => {
    const burstMs = 50 * (draw() + draw() + draw())
    return times(20, () => burstMs + 10 * draw())
  })

const excludes = ({ fromMs, toMs }: Interval, valueMs: number) => fromMs > valueMs || toMs < valueMs

/** The share of many pairs of runs whose interval misses the true difference. */
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

describe('The interval of a difference', () => {
  for (const shiftMs of [0, 300]) {
    it(`rarely misses a true difference of ${shiftMs} ms`, () => {
      const draw = evenDraws(2026)
      const missed = misses((shift) => drawn(draw, shift), shiftMs)
      for (const [name, share] of Object.entries(missed)) {
        // The level allows 5 of 100; with only ten blocks it is up to twice as many.
        assert.ok(share >= 0.02 && share <= 0.15, `${name}: ${share}`)
      }
    })
  }

  it('rarely misses it if neighbouring times are alike', () => {
    const draw = evenDraws(2026)
    for (const [name, share] of Object.entries(misses(() => wandering(draw), 0))) {
      assert.ok(share <= 0.15, `${name}: ${share}`)
    }
  })

  it('rarely misses it if bursts differ', () => {
    const draw = evenDraws(2026)
    for (const [name, share] of Object.entries(misses(() => changing(draw), 0))) {
      // Eight bursts are few, especially for a p95. Without drawing bursts, most intervals would
      // miss.
      assert.ok(share <= 0.2, `${name}: ${share}`)
    }
  })

  it('excludes zero if the difference is large', () => {
    const draw = evenDraws(7)
    const found = differences(drawn(draw), drawn(draw, 600), { ...resampling, seed: 1 })
    assert.ok(found.meanMs.fromMs > 0 && found.p50Ms.fromMs > 0 && found.p95Ms.fromMs > 0)
  })

  it('depends on the seed alone', () => {
    const draw = evenDraws(7)
    const [before, after] = [drawn(draw), drawn(draw)]
    const of = (seed: number) => differences(before, after, { ...resampling, seed })
    assert.deepEqual(of(1), of(1))
    assert.notDeepEqual(of(1), of(2))
  })

  it('has no width if all times are equal', () => {
    const found = differences([[5, 5, 5]], [[8, 8, 8]], { ...resampling, seed: 1 })
    for (const name of comparedFigures) assert.deepEqual(found[name], { fromMs: 3, toMs: 3 })
  })

  it('interpolates between two times', () => {
    // The median of two redrawn times is one of them or their mean.
    const { p50Ms } = differences([[0, 0]], [[0, 100]], { level: 0.4, resamples: 1000, seed: 1 })
    assert.deepEqual(p50Ms, { fromMs: 50, toMs: 50 })
  })
})
