import { max, mean, min, quantileSorted, sampleStandardDeviation } from 'simple-statistics'
import type { DelayRange } from './delay-range.ts'

/** What is said of a set of times. */
export type Figures = {
  readonly meanMs: number
  readonly sdMs: number
  readonly minMs: number
  readonly p50Ms: number
  readonly p95Ms: number
  readonly p99Ms: number
  readonly maxMs: number
}

/** The names of all figures, in the order in which they are told. */
export const figureNames = [
  'meanMs',
  'sdMs',
  'minMs',
  'p50Ms',
  'p95Ms',
  'p99Ms',
  'maxMs',
] as const satisfies readonly (keyof Figures)[]

/** The figures of at least two observed times; `sdMs` is the sample's (divided by n - 1). */
export function figuresOf(timesMs: readonly number[]): Figures {
  const sorted = timesMs.toSorted((a, b) => a - b)
  return {
    meanMs: mean(sorted),
    sdMs: sampleStandardDeviation(sorted),
    minMs: min(sorted),
    p50Ms: quantileSorted(sorted, 0.5),
    p95Ms: quantileSorted(sorted, 0.95),
    p99Ms: quantileSorted(sorted, 0.99),
    maxMs: max(sorted),
  }
}

/** The figures of delays drawn evenly from a range: mean (a + b) / 2, sd (b - a) / √12. */
export function predictedFigures({ shortestMs, longestMs }: DelayRange): Figures {
  const width = longestMs - shortestMs
  const quantile = (p: number) => shortestMs + p * width
  return {
    meanMs: quantile(0.5),
    sdMs: width / Math.sqrt(12),
    minMs: shortestMs,
    p50Ms: quantile(0.5),
    p95Ms: quantile(0.95),
    p99Ms: quantile(0.99),
    maxMs: longestMs,
  }
}

/** How far the mean of `count` delays strays by chance: one standard error, in milliseconds. */
export const standardError = (range: DelayRange, count: number) =>
  predictedFigures(range).sdMs / Math.sqrt(count)
