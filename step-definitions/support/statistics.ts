import { max, mean, min, quantileSorted, sampleStandardDeviation } from 'simple-statistics'
import type { DelayRange } from './delay-range.ts'
import { must } from './must.ts'

export type Figures = {
  readonly meanMs: number
  readonly sdMs: number
  readonly minMs: number
  readonly p50Ms: number
  readonly p95Ms: number
  readonly p99Ms: number
  readonly maxMs: number
}

/** The names of all figures, in the order in which reports show them. */
export const figureNames = [
  'meanMs',
  'sdMs',
  'minMs',
  'p50Ms',
  'p95Ms',
  'p99Ms',
  'maxMs',
] as const satisfies readonly (keyof Figures)[]

/** The figures of at least two observed times. `sdMs` is the sample standard deviation (n - 1). */
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

/** The figures of a uniform distribution: mean (a + b) / 2, standard deviation (b - a) / √12. */
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

/** Throws unless an observed figure is within a tolerance of the predicted one. */
export function mustBeNear(
  observedMs: number,
  predictedMs: number,
  toleranceMs: number,
  what = 'the mean',
): void {
  const [observed, predicted, tolerance] = [observedMs, predictedMs, toleranceMs].map((ms) =>
    ms.toFixed(1),
  )
  must(
    Math.abs(observedMs - predictedMs) <= toleranceMs,
    `${what} should be ${predicted} ± ${tolerance} ms, as predicted, but is ${observed} ms`,
  )
}

/** The standard error of the mean of `count` delays, in milliseconds. */
export const standardError = (range: DelayRange, count: number) =>
  predictedFigures(range).sdMs / Math.sqrt(count)
