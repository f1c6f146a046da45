import { type Circumstances, whyUntrusted } from './circumstances.ts'
import { compare, minBursts } from './comparison.ts'
import { allFigures, type OrderTimes } from './measures.ts'
import type { Baseline, BurstRecord, Conditions, PerformanceRecord } from './record.ts'
import { type Threshold, verdictOn } from './thresholds.ts'
import type { Tolerance } from './tolerance.ts'

/** The settings of a run, and its target. */
export type RunSettings = Pick<PerformanceRecord, 'target' | 'profile' | 'seed'> & {
  readonly conditions: Conditions
  readonly thresholds: readonly Threshold[]
  readonly tolerance: Tolerance
  /** The number of bursts. */
  readonly repetitions: number
  /** The run to compare with. */
  readonly baseline?: PerformanceRecord | undefined
}

export function burstRecordOf(
  samples: readonly OrderTimes[],
  circumstances: Circumstances,
): BurstRecord {
  return {
    measuredAt: new Date().toISOString(),
    client: {
      isTrusted: whyUntrusted(circumstances) === undefined,
      sentWithinMs: Math.max(...samples.map(({ sentAtMs }) => sentAtMs)),
      ...circumstances,
    },
    figures: allFigures(samples),
    samples,
  }
}

/**
 * The record of the bursts so far. Thresholds and comparison are judged after the last burst only.
 */
export function recordOf(
  bursts: readonly BurstRecord[],
  { conditions, thresholds, tolerance, baseline, repetitions, ...rest }: RunSettings,
): PerformanceRecord {
  const figures = allFigures(bursts.flatMap(({ samples }) => samples))
  const isOver = isComplete({ bursts }, { repetitions })
  return {
    schemaVersion: 2,
    ...rest,
    ...conditions,
    figures,
    thresholds: isOver ? thresholds.map((threshold) => verdictOn(threshold, figures)) : [],
    ...(isOver && baseline && { comparison: comparisonWith(baseline, bursts, tolerance) }),
    bursts,
  }
}

/** Whether the last burst has run. */
export const isComplete = (
  { bursts }: Pick<PerformanceRecord, 'bursts'>,
  { repetitions }: Pick<RunSettings, 'repetitions'>,
): boolean => bursts.length >= repetitions

/**
 * Compares the bursts with a trusted client. If there are too few of them, it compares all bursts
 * but decides nothing: a difference may come from the client, or from a single burst.
 */
function comparisonWith(
  { target, seed, bursts: before }: PerformanceRecord,
  now: readonly BurstRecord[],
  tolerance: Tolerance,
): NonNullable<PerformanceRecord['comparison']> {
  const [trustedBefore, trustedNow] = [trustedOf(before), trustedOf(now)]
  const canDecide = Math.min(trustedBefore.length, trustedNow.length) >= minBursts
  const samplesOf = (all: readonly BurstRecord[]) => all.map(({ samples }) => samples)
  const [old, fresh] = canDecide ? [trustedBefore, trustedNow] : [before, now]
  const baseline: Baseline = {
    measuredAt: before[0]?.measuredAt ?? '',
    target,
    seed,
    bursts: before.length,
    trustedBursts: trustedBefore.length,
  }
  return { baseline, ...compare(samplesOf(old), samplesOf(fresh), { tolerance, canDecide }) }
}

/** The bursts with a trusted client. */
export const trustedOf = (bursts: readonly BurstRecord[]): readonly BurstRecord[] =>
  bursts.filter(({ client }) => client.isTrusted)
