import Table from 'cli-table3'
import type { DelayRange } from '../support/delay-range.ts'
import { type Figures, figureNames, predictedFigures } from '../support/statistics.ts'
import { sizeOf } from './burst.ts'
import { type Difference, leastBursts } from './comparison.ts'
import { trustedOf } from './make-record.ts'
import { type AllFigures, type MeasureName, measureNames, measures } from './measures.ts'
import type { Baseline, BurstRecord, Conditions, PerformanceRecord } from './record.ts'
import type { ThresholdVerdict } from './thresholds.ts'

const titles: Record<keyof Figures, string> = {
  meanMs: 'mean',
  sdMs: 'sd',
  minMs: 'min',
  p50Ms: 'p50',
  p95Ms: 'p95',
  p99Ms: 'p99',
  maxMs: 'max',
}

/** What so many bursts showed beside what the declared delays predict, as text for console and report. */
export function figuresTable(
  bursts: number,
  { figures, declared, ...burst }: Conditions & { readonly figures: AllFigures },
): string {
  const predicted: Partial<Record<MeasureName, DelayRange>> = {
    executionDelay: declared.executionDelay,
    placementLatency: declared.latency,
  }
  const size = bursts === 1 ? sizeOf(burst) : `${bursts} × ${sizeOf(burst)}`
  const table = tableOf([`${size}; ms`, ...figureNames.map((name) => titles[name])])
  for (const name of measureNames) {
    const [observed, range] = [figures[name], predicted[name]]
    if (observed)
      table.push([measures[name].title, ...figureNames.map((key) => told(observed[key]))])
    if (range) {
      const expected = predictedFigures(range)
      table.push(['  predicted', ...figureNames.map((key) => told(expected[key]))])
    }
  }
  return table.toString()
}

/** Each threshold with what was observed, as text; empty where none was set. */
export function thresholdsTable({ thresholds }: PerformanceRecord): string {
  if (thresholds.length === 0) return ''
  const table = tableOf(['threshold, ms', 'observed', 'verdict'])
  for (const { threshold, observedMs, isKept } of thresholds) {
    table.push([threshold, observed(observedMs), isKept ? 'kept' : 'broken'])
  }
  return table.toString()
}

/** A threshold beside what was observed, in a line. */
export const verdictInWords = ({ threshold, observedMs }: ThresholdVerdict) =>
  `${threshold}, observed: ${observed(observedMs)}`

const observed = (timeMs: number | undefined) =>
  timeMs === undefined ? 'not measured' : told(timeMs)

/** How the run differs from an earlier one, as text; empty where it was compared with none. */
export function comparisonTable({ comparison, bursts }: PerformanceRecord): string {
  if (!comparison) return ''
  const { baseline, levelPercent, resamples, tolerance, differences } = comparison
  const table = tableOf(['compared, ms', 'before', 'now', 'difference lies in', 'verdict'])
  for (const { measure, figure, beforeMs, afterMs, fromMs, toMs, verdict } of differences) {
    const name = `${measures[measure].title}, ${titles[figure]}`
    const interval = `${signed(fromMs)} to ${signed(toMs)}`
    table.push([name, told(beforeMs), told(afterMs), interval, verdict])
  }
  return [
    `Compared with ${baseline.target} on ${baseline.measuredAt} (seed: ${baseline.seed})`,
    table.toString(),
    `About ${levelPercent} % sure of all verdicts together (bootstrap, ${resamples.toLocaleString('en')} ` +
      `resamples, Bonferroni); up to ${tolerance.percent} % or ${tolerance.ms} ms is no difference`,
    comparedBursts(baseline, bursts),
  ]
    .filter((line) => line !== '')
    .join('\n')
}

/** Which bursts were compared, where not all of them could be; empty otherwise. */
function comparedBursts(then: Baseline, now: readonly BurstRecord[]): string {
  const [before, after] = [then.trustedBursts, trustedOf(now).length]
  const counts = `${before} of ${then.bursts} then and ${after} of ${now.length} now`
  if (Math.min(before, after) < leastBursts) {
    return (
      'One burst differs from the next: which run is slower can be told from at least ' +
      `${leastBursts} bursts of each whose client can be trusted (--repeat). Those were ${counts}.`
    )
  }
  return before + after < then.bursts + now.length
    ? `Compared were the bursts whose client can be trusted: ${counts}.`
    : ''
}

/** By how much a figure differs, in a line. */
export const differenceInWords = ({ measure, figure, ...difference }: Difference) =>
  `${measure}.${figure} by ${told(difference.afterMs - difference.beforeMs)} ms ` +
  `(${told(difference.fromMs)} to ${told(difference.toMs)} ms)`

const tableOf = (head: string[]) =>
  new Table({
    head,
    colAligns: head.map((_, index) => (index === 0 ? 'left' : 'right')),
    style: { head: [], border: [], compact: true },
  })

/** A time to a millisecond, and a short one to a tenth of that. */
const told = (timeMs: number) => (Math.abs(timeMs) < 100 ? timeMs.toFixed(1) : timeMs.toFixed(0))

const signed = (timeMs: number) => (timeMs > 0 ? `+${told(timeMs)}` : told(timeMs))
