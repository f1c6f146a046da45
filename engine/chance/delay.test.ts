import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { cumulativeStdNormalProbability } from 'simple-statistics'
import { createChance } from './chance.ts'
import { type Delay, longestDelayMs } from './delay.ts'

const draws = 5000

const drawnFrom = (delay: Delay, seed: string) => {
  const chance = createChance(seed)
  return Array.from({ length: draws }, (_, nth) => chance.delayMs(delay, 'latency', 'x', nth))
}

/** A cumulative distribution: the probability of a delay of at most `ms`. */
type Distribution = (ms: number) => number

const uniform =
  (minMs: number, maxMs: number): Distribution =>
  (ms) =>
    Math.min(Math.max((ms - minMs + 1) / (maxMs - minMs + 1), 0), 1)

/** Delays are rounded, so a delay of at most `ms` was at most `ms + 0.5` before. */
const lognormal =
  (medianMs: number, p95Ms: number): Distribution =>
  (ms) =>
    ms < 0
      ? 0
      : cumulativeStdNormalProbability(
          (Math.log((ms + 0.5) / medianMs) / Math.log(p95Ms / medianMs)) * 1.6448536269514722,
        )

const empirical =
  (values: readonly number[]): Distribution =>
  (ms) =>
    values.filter((value) => value <= ms).length / values.length

/**
 * The Kolmogorov-Smirnov distance between a sample and a distribution: the largest difference between their
 * cumulative frequencies. Both are constant between whole milliseconds, so the largest difference is at a
 * drawn value or one millisecond before it.
 */
function distance(drawn: readonly number[], distribution: Distribution): number {
  const sorted = drawn.toSorted((a, b) => a - b)
  return Math.max(
    ...sorted.map((ms, index) => {
      const upTo = sorted[index + 1] === ms ? 0 : (index + 1) / draws - distribution(ms)
      const before = sorted[index - 1] === ms ? 0 : index / draws - distribution(ms - 1)
      return Math.max(Math.abs(upTo), Math.abs(before))
    }),
  )
}

/** One sample in a thousand exceeds this. The seeds are fixed, so the result never changes. */
const critical = 1.95 / Math.sqrt(draws)

const measured = [10, 10, 12, 15, 15, 15, 40, 200, 900]

const declared: { name: string; delay: Delay; is: Distribution; isNot: Distribution[] }[] = [
  {
    name: 'uniform',
    delay: { minMs: 100, maxMs: 1000 },
    is: uniform(100, 1000),
    isNot: [uniform(100, 1100), lognormal(450, 1000)],
  },
  {
    name: 'lognormal',
    delay: { medianMs: 120, p95Ms: 400 },
    is: lognormal(120, 400),
    isNot: [lognormal(130, 400), lognormal(120, 500), uniform(0, 400)],
  },
  {
    name: 'lognormal, of a few milliseconds',
    delay: { medianMs: 2, p95Ms: 9 },
    is: lognormal(2, 9),
    isNot: [lognormal(3, 9)],
  },
  {
    name: 'empirical',
    delay: { valuesMs: measured },
    is: empirical(measured),
    isNot: [empirical([...measured, 900]), uniform(10, 900)],
  },
]

describe('Drawn delays', () => {
  for (const { name, delay, is, isNot } of declared) {
    test(`have the declared distribution: ${name}`, () => {
      for (const seed of ['a seed', '42', '']) {
        const drawn = drawnFrom(delay, seed)
        assert.ok(drawn.every(Number.isInteger))
        assert.ok(distance(drawn, is) < critical, `${seed}: ${distance(drawn, is)}`)
        for (const other of isNot) {
          assert.ok(distance(drawn, other) > critical, `${seed}: ${distance(drawn, other)}`)
        }
      }
    })
  }

  test('are always the same when the distribution is constant', () => {
    const constants: Delay[] = [
      { minMs: 250, maxMs: 250 },
      { medianMs: 250, p95Ms: 250 },
      { valuesMs: [250] },
    ]
    for (const delay of constants) {
      assert.deepEqual([...new Set(drawnFrom(delay, 'a seed'))], [250])
    }
  })

  test('never exceed a day, however long the tail of the distribution', () => {
    const drawn = drawnFrom({ medianMs: 1, p95Ms: longestDelayMs }, 'a seed')

    assert.equal(Math.max(...drawn), longestDelayMs)
    assert.ok(Math.min(...drawn) >= 0)
  })

  test('never change for a seed', () => {
    const chance = createChance('a seed')
    const first = (delay: Delay) =>
      [0, 1, 2, 3, 4].map((nth) => chance.delayMs(delay, 'latency', 'POST /orders', nth))

    assert.deepEqual(first({ minMs: 100, maxMs: 1000 }), [693, 511, 162, 222, 607])
    assert.deepEqual(first({ medianMs: 120, p95Ms: 400 }), [162, 111, 41, 54, 135])
    assert.deepEqual(first({ valuesMs: measured }), [15, 15, 10, 10, 15])
  })
})
