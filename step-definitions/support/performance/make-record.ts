import { type Circumstances, distrust } from './circumstances.ts'
import { compare } from './comparison.ts'
import { allFigures, type OrderTimes } from './measures.ts'
import type { Conditions, PerformanceRecord } from './record.ts'
import { type Threshold, verdictOn } from './thresholds.ts'
import type { Tolerance } from './tolerance.ts'

/** What was asked of a run, and of whom. */
export type Asked = Pick<PerformanceRecord, 'target' | 'profile' | 'seed'> & {
  readonly conditions: Conditions
  readonly thresholds: readonly Threshold[]
  readonly tolerance: Tolerance
  /** The run to compare with, if there is one. */
  readonly baseline?: PerformanceRecord | undefined
}

/** All that there is to say of a burst, with the verdicts that were asked for. */
export function recordOf(
  samples: readonly OrderTimes[],
  circumstances: Circumstances,
  { conditions, thresholds, tolerance, baseline, ...whom }: Asked,
): PerformanceRecord {
  const figures = allFigures(samples)
  const isTrusted = distrust(circumstances) === undefined
  return {
    schemaVersion: 1,
    measuredAt: new Date().toISOString(),
    ...whom,
    ...conditions,
    client: {
      isTrusted,
      sentWithinMs: Math.max(...samples.map(({ sentAtMs }) => sentAtMs)),
      ...circumstances,
    },
    figures,
    thresholds: thresholds.map((threshold) => verdictOn(threshold, figures)),
    ...(baseline && { comparison: comparisonWith(baseline, samples, { tolerance, isTrusted }) }),
    samples,
  }
}

function comparisonWith(
  { measuredAt, target, seed, client, samples }: PerformanceRecord,
  now: readonly OrderTimes[],
  { tolerance, isTrusted }: { readonly tolerance: Tolerance; readonly isTrusted: boolean },
): NonNullable<PerformanceRecord['comparison']> {
  const baseline = { measuredAt, target, seed, isTrusted: client.isTrusted }
  const areTrusted = isTrusted && client.isTrusted
  return { baseline, ...compare(samples, now, { tolerance, isTrusted: areTrusted }) }
}
