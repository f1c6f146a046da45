import { type Circumstances, distrust } from './circumstances.ts'
import { compare, leastBursts } from './comparison.ts'
import { allFigures, type OrderTimes } from './measures.ts'
import type { Baseline, BurstRecord, Conditions, PerformanceRecord } from './record.ts'
import { type Threshold, verdictOn } from './thresholds.ts'
import type { Tolerance } from './tolerance.ts'

/** What was asked of a run, and of whom. */
export type Asked = Pick<PerformanceRecord, 'target' | 'profile' | 'seed'> & {
  readonly conditions: Conditions
  readonly thresholds: readonly Threshold[]
  readonly tolerance: Tolerance
  /** How many bursts are played. */
  readonly repetitions: number
  /** The run to compare with, if there is one. */
  readonly baseline?: PerformanceRecord | undefined
}

/** What a burst showed, by itself. */
export function burstRecordOf(
  samples: readonly OrderTimes[],
  circumstances: Circumstances,
): BurstRecord {
  return {
    measuredAt: new Date().toISOString(),
    client: {
      isTrusted: distrust(circumstances) === undefined,
      sentWithinMs: Math.max(...samples.map(({ sentAtMs }) => sentAtMs)),
      ...circumstances,
    },
    figures: allFigures(samples),
    samples,
  }
}

/**
 * What the bursts of a run showed together, with the verdicts that were asked for: once all of them were
 * played, and not before.
 */
export function recordOf(
  bursts: readonly BurstRecord[],
  { conditions, thresholds, tolerance, baseline, repetitions, ...whom }: Asked,
): PerformanceRecord {
  const figures = allFigures(bursts.flatMap(({ samples }) => samples))
  const isOver = isComplete({ bursts }, { repetitions })
  return {
    schemaVersion: 2,
    ...whom,
    ...conditions,
    figures,
    thresholds: isOver ? thresholds.map((threshold) => verdictOn(threshold, figures)) : [],
    ...(isOver && baseline && { comparison: comparisonWith(baseline, bursts, tolerance) }),
    bursts,
  }
}

/** Whether all bursts that were asked for were played. */
export const isComplete = (
  { bursts }: Pick<PerformanceRecord, 'bursts'>,
  { repetitions }: Pick<Asked, 'repetitions'>,
): boolean => bursts.length >= repetitions

/**
 * Compares the bursts whose clients can be trusted. Where those are too few, all are, but then no
 * difference is told: it may be the client's own, or one burst's own.
 */
function comparisonWith(
  { target, seed, bursts: before }: PerformanceRecord,
  now: readonly BurstRecord[],
  tolerance: Tolerance,
): NonNullable<PerformanceRecord['comparison']> {
  const [then, fresh] = [trustedOf(before), trustedOf(now)]
  const isTold = Math.min(then.length, fresh.length) >= leastBursts
  const samplesOf = (all: readonly BurstRecord[]) => all.map(({ samples }) => samples)
  const [old, late] = isTold ? [then, fresh] : [before, now]
  const baseline: Baseline = {
    measuredAt: before[0]?.measuredAt ?? '',
    target,
    seed,
    bursts: before.length,
    trustedBursts: then.length,
  }
  return { baseline, ...compare(samplesOf(old), samplesOf(late), { tolerance, isTold }) }
}

/** Those of the bursts whose client can be trusted. */
export const trustedOf = (bursts: readonly BurstRecord[]): readonly BurstRecord[] =>
  bursts.filter(({ client }) => client.isTrusted)
