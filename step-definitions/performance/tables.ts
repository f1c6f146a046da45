import Table from 'cli-table3'
import { burstTableName, figuresTableName } from '../reports/attachments.ts'
import type { DelayRange } from '../support/delay-range.ts'
import { type Figures, figureNames, predictedFigures } from '../support/statistics.ts'
import { sizeOf } from './burst.ts'
import { whyUntrusted } from './circumstances.ts'
import { type Difference, minBursts } from './comparison.ts'
import { isComplete, trustedOf } from './make-record.ts'
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

/** What to attach after a burst, and under which name. `isAgain` says that it replaces another. */
export function tablesOf(
  record: PerformanceRecord,
  measured: BurstRecord,
  { repetitions, isAgain }: { readonly repetitions: number; readonly isAgain: boolean },
): { readonly text: string; readonly fileName: string }[] {
  const doubt = whyUntrusted(measured.client)
  const isOneOfSeveral = repetitions > 1
  const which = isOneOfSeveral ? `Burst ${record.bursts.length}` : 'The burst'
  const again = `${which} was measured again, because this machine was busy. Only its figures below count:`
  const all: [text: string | undefined, fileName: string][] = [
    [isAgain ? again : '', figuresTableName],
    [isOneOfSeveral ? figuresTable(1, { ...record, ...measured }) : '', burstTableName],
    [
      doubt && (isOneOfSeveral ? `Burst ${record.bursts.length}: ${doubt}` : doubt),
      figuresTableName,
    ],
  ]
  if (isComplete(record, { repetitions })) {
    all.push([figuresTable(record.bursts.length, record), figuresTableName])
    all.push([thresholdsTable(record), figuresTableName])
    all.push([comparisonTable(record), figuresTableName])
  }
  return all.flatMap(([text, fileName]) => (text ? [{ text, fileName }] : []))
}

/** A text table of the figures of bursts, beside what the declared delays predict. */
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
      table.push([measures[name].title, ...figureNames.map((key) => written(observed[key]))])
    if (range) {
      const expected = predictedFigures(range)
      table.push(['  predicted', ...figureNames.map((key) => written(expected[key]))])
    }
  }
  return table.toString()
}

/** A text table of the thresholds; empty if there are none. */
export function thresholdsTable({ thresholds }: PerformanceRecord): string {
  if (thresholds.length === 0) return ''
  const table = tableOf(['threshold, ms', 'observed', 'verdict'])
  for (const { threshold, observedMs, isKept } of thresholds) {
    table.push([threshold, observed(observedMs), isKept ? 'kept' : 'broken'])
  }
  return table.toString()
}

/** A threshold and its observed value, on one line. */
export const verdictInWords = ({ threshold, observedMs }: ThresholdVerdict) =>
  `${threshold}, observed: ${observed(observedMs)}`

const observed = (timeMs: number | undefined) =>
  timeMs === undefined ? 'not measured' : written(timeMs)

const verdictWords: Record<Difference['verdict'], string> = {
  slower: 'slower',
  faster: 'faster',
  'no difference seen': 'no difference',
  undecided: 'undecided',
}

/** A text table of the comparison; empty without a baseline. */
export function comparisonTable({ comparison, bursts }: PerformanceRecord): string {
  if (!comparison) return ''
  const { baseline, levelPercent, resamples, tolerance, differences } = comparison
  const table = tableOf(['compared, ms', 'before', 'now', 'difference between', 'verdict'])
  for (const { measure, figure, beforeMs, afterMs, fromMs, toMs, verdict } of differences) {
    const name = `${measures[measure].title}, ${titles[figure]}`
    const interval = `${signed(fromMs)} and ${signed(toMs)}`
    table.push([name, written(beforeMs), written(afterMs), interval, verdictWords[verdict]])
  }
  return [
    `Compared with ${baseline.target} on ${baseline.measuredAt} (seed: ${baseline.seed})`,
    table.toString(),
    `Confidence in all verdicts together: about ${levelPercent} % (bootstrap, ` +
      `${resamples.toLocaleString('en')} resamples, Bonferroni); tolerance: the greater of ${tolerance.percent} % and ${tolerance.ms} ms`,
    comparedBursts(baseline, bursts),
  ]
    .filter((line) => line !== '')
    .join('\n')
}

/** How many bursts were compared; empty if all were. */
function comparedBursts(then: Baseline, now: readonly BurstRecord[]): string {
  const [before, after] = [then.trustedBursts, trustedOf(now).length]
  const counts = `${before} of ${then.bursts} in the baseline and ${after} of ${now.length} now`
  if (Math.min(before, after) < minBursts) {
    return (
      `A verdict needs at least ${minBursts} bursts with a trusted client in each run (--repeat). ` +
      `There were ${counts}.`
    )
  }
  return before + after < then.bursts + now.length
    ? `Only bursts with a trusted client were compared: ${counts}.`
    : ''
}

/** The difference of a figure, on one line. */
export const differenceInWords = ({ measure, figure, ...difference }: Difference) =>
  `${measure}.${figure} by ${written(difference.afterMs - difference.beforeMs)} ms ` +
  `(${written(difference.fromMs)} to ${written(difference.toMs)} ms)`

const tableOf = (head: string[]) =>
  new Table({
    head,
    colAligns: head.map((_, index) => (index === 0 ? 'left' : 'right')),
    style: { head: [], border: [], compact: true },
  })

/** Whole milliseconds; below 100 ms one decimal. */
const written = (timeMs: number) => (Math.abs(timeMs) < 100 ? timeMs.toFixed(1) : timeMs.toFixed(0))

const signed = (timeMs: number) => (timeMs > 0 ? `+${written(timeMs)}` : written(timeMs))
