import { max, mean, min, quantileSorted, sampleStandardDeviation } from 'simple-statistics'
import type { DelayRange } from './delay-range.ts'

/** What is said of a set of delays: all in milliseconds. */
export type Figures = {
  readonly mean: number
  readonly sd: number
  readonly min: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly max: number
}

/** The figures of at least two observed delays; `sd` is the sample's (divided by n - 1). */
export function figuresOf(delays: readonly number[]): Figures {
  const sorted = delays.toSorted((a, b) => a - b)
  return {
    mean: mean(sorted),
    sd: sampleStandardDeviation(sorted),
    min: min(sorted),
    p50: quantileSorted(sorted, 0.5),
    p95: quantileSorted(sorted, 0.95),
    p99: quantileSorted(sorted, 0.99),
    max: max(sorted),
  }
}

/** The figures of delays drawn evenly from a range: mean (a + b) / 2, sd (b - a) / √12. */
export function predictedFigures({ shortestMs, longestMs }: DelayRange): Figures {
  const width = longestMs - shortestMs
  const quantile = (p: number) => shortestMs + p * width
  return {
    mean: quantile(0.5),
    sd: width / Math.sqrt(12),
    min: shortestMs,
    p50: quantile(0.5),
    p95: quantile(0.95),
    p99: quantile(0.99),
    max: longestMs,
  }
}

/** How far the mean of `count` delays strays by chance: one standard error, in milliseconds. */
export const standardError = (range: DelayRange, count: number) =>
  predictedFigures(range).sd / Math.sqrt(count)
