import { type ComparedFigure, comparedFigures, differences, type Interval } from './bootstrap.ts'
import { allFigures, type MeasureName, measureNames, type OrderTimes, timesOf } from './measures.ts'
import { type Tolerance, toleratedMs } from './tolerance.ts'

/** A figure of this run beside the same of an earlier one. */
export type Difference = Interval & {
  readonly measure: MeasureName
  readonly figure: ComparedFigure
  readonly beforeMs: number
  readonly afterMs: number
  readonly toleratedMs: number
  readonly verdict: 'slower' | 'faster' | 'no difference seen' | 'not to be told'
}

/** How this run differs from an earlier one, and how that was found. */
export type Comparison = {
  /** How sure it is that no verdict is by chance, all of them together. */
  readonly levelPercent: number
  readonly resamples: number
  readonly seed: number
  readonly tolerance: Tolerance
  readonly differences: readonly Difference[]
}

/** With fewer bursts nobody can tell by how much one differs from the next. */
export const leastBursts = 5

export type ComparisonOptions = {
  readonly tolerance: Tolerance
  /** False where a difference may be a client's own, or one burst's own. */
  readonly isTold?: boolean
  readonly level?: number
  readonly resamples?: number
  readonly seed?: number
}

/**
 * Compares what both runs measured, burst by burst. A figure is slower, or faster, when its whole interval
 * is beyond the tolerance. Many figures are compared, of which one or the other would differ by chance: so
 * each interval is made wider, for all verdicts together to be as sure as the level says (Bonferroni).
 */
export function compare(
  before: readonly (readonly OrderTimes[])[],
  after: readonly (readonly OrderTimes[])[],
  { tolerance, isTold = true, level = 0.95, resamples = 5000, seed = 1 }: ComparisonOptions,
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
      const verdict = isTold || seen === 'no difference seen' ? seen : 'not to be told'
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
