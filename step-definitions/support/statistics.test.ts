import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { figuresOf, predictedFigures, standardError } from './statistics.ts'

const near = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual - expected) < 0.01, `${actual} is not about ${expected}`)

describe('The figures of delays', () => {
  it('match a textbook example', () => {
    const figures = figuresOf([5, 4, 9, 2, 4, 5, 4, 7])
    assert.equal(figures.meanMs, 5)
    near(figures.sdMs, Math.sqrt(32 / 7))
    assert.deepEqual([figures.minMs, figures.p50Ms, figures.maxMs], [2, 4.5, 9])
  })

  it('do not depend on the order of the delays, and do not change it', () => {
    const delays = [3, 1, 2]
    assert.deepEqual(figuresOf(delays), figuresOf([1, 2, 3]))
    assert.deepEqual(delays, [3, 1, 2])
  })

  it('have percentiles with the stated share below them', () => {
    const figures = figuresOf(Array.from({ length: 100 }, (_, index) => index + 1))
    assert.deepEqual([figures.p50Ms, figures.p95Ms, figures.p99Ms], [50.5, 95.05, 99.01])
  })
})

describe('The figures predicted for a uniform distribution', () => {
  it('have the mean and the deviation of a uniform distribution', () => {
    const figures = predictedFigures({ shortestMs: 1500, longestMs: 3000 })
    assert.equal(figures.meanMs, 2250)
    near(figures.sdMs, 433.01)
    assert.deepEqual([figures.minMs, figures.p95Ms, figures.maxMs], [1500, 2925, 3000])
  })

  it('have no deviation if the delay is constant', () => {
    assert.equal(predictedFigures({ shortestMs: 250, longestMs: 250 }).sdMs, 0)
  })

  it('have a standard error that shrinks with the square root of the count', () => {
    near(standardError({ shortestMs: 1500, longestMs: 3000 }, 100), 43.3)
  })
})
