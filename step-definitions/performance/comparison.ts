import { type ComparedFigure, comparedFigures, differences, type Interval } from './bootstrap.ts'
import { allFigures, type MeasureName, measureNames, type OrderTimes, timesOf } from './measures.ts'
import { type Tolerance, toleratedMs } from './tolerance.ts'

/** A figure of this run beside that of an earlier run. */
export type Difference = Interval & {
  readonly measure: MeasureName
  readonly figure: ComparedFigure
  readonly beforeMs: number
  readonly afterMs: number
  readonly toleratedMs: number
  readonly verdict: 'slower' | 'faster' | 'no difference seen' | 'undecided'
}

/** How this run differs from an earlier run, and the parameters of the comparison. */
export type Comparison = {
  /** The confidence level of all verdicts together. */
  readonly levelPercent: number
  readonly resamples: number
  readonly seed: number
  readonly tolerance: Tolerance
  readonly differences: readonly Difference[]
}

/** Fewer bursts do not show how much bursts differ. */
export const minBursts = 5

export type ComparisonOptions = {
  readonly tolerance: Tolerance
  /** False if a difference may come from the client or from a single burst. */
  readonly canDecide?: boolean
  readonly level?: number
  readonly resamples?: number
  readonly seed?: number
}

/**
 * Compares two runs, given as the orders of each burst. A figure is slower or faster if its whole
 * interval is beyond the tolerance. Each interval has the level 1 - (1 - level) / n for n figures,
 * so that the level holds for all verdicts together (Bonferroni).
 */
export function compare(
  before: readonly (readonly OrderTimes[])[],
  after: readonly (readonly OrderTimes[])[],
  { tolerance, canDecide = true, level = 0.95, resamples = 5000, seed = 1 }: ComparisonOptions,
): Comparison {
  const [old, fresh] = [allFigures(before.flat()), allFigures(after.flat())]
  const shared = measureNames.filter((name) => old[name] && fresh[name])
  const count = Math.max(shared.length * comparedFigures.length, 1)
  const resampling = { level: 1 - (1 - level) / count, resamples, seed }
  const found = shared.flatMap((measure) => {
    const times = (bursts: typeof before) => bursts.map((orders) => timesOf(measure, orders))
    const intervals = differences(times(before), times(after), resampling)
    return comparedFigures.map((figure) => {
      const beforeMs = old[measure]?.[figure] ?? Number.NaN
      const afterMs = fresh[measure]?.[figure] ?? Number.NaN
      const tolerated = toleratedMs(tolerance, beforeMs)
      const interval = intervals[figure]
      const seen = verdictOn(interval, tolerated)
      const verdict = canDecide || seen === 'no difference seen' ? seen : 'undecided'
      return { measure, figure, beforeMs, afterMs, ...interval, toleratedMs: tolerated, verdict }
    })
  })
  return { levelPercent: level * 100, resamples, seed, tolerance, differences: found }
}

function verdictOn({ fromMs, toMs }: Interval, tolerated: number): Difference['verdict'] {
  if (fromMs > tolerated) return 'slower'
  if (toMs < -tolerated) return 'faster'
  return 'no difference seen'
}
