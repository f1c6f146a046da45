import type { DelayRange } from '../support/delay-range.ts'
import type { Burst } from './burst.ts'
import type { Circumstances } from './circumstances.ts'
import type { Comparison } from './comparison.ts'
import type { AllFigures, OrderTimes } from './measures.ts'
import type { ThresholdVerdict } from './thresholds.ts'

/** What `performance.json` holds; `record.schema.json` describes it for others. */
export type PerformanceRecord = Conditions & {
  readonly schemaVersion: 2
  readonly target: string
  /** What the target is said to claim. */
  readonly profile: string
  readonly seed: string
  /** Of the orders of all bursts together. */
  readonly figures: AllFigures
  readonly thresholds: readonly ThresholdVerdict[]
  /** How it differs from an earlier run, where there is one to compare with. */
  readonly comparison?: Comparison & { readonly baseline: Baseline }
  /** In the order in which they were played. */
  readonly bursts: readonly BurstRecord[]
}

/** What one burst showed. */
export type BurstRecord = {
  readonly measuredAt: string
  readonly client: Client
  readonly figures: AllFigures
  readonly samples: readonly OrderTimes[]
}

/** What has to be the same in two runs for their figures to be comparable. */
export type Conditions = Burst & { readonly declared: Declared }

/** How long the target is said to wait. */
export type Declared = {
  readonly latency: DelayRange
  readonly executionDelay: DelayRange
}

/** How well the client did its own part. */
export type Client = Circumstances & {
  /** False where the figures may say more of it, or of its machine, than of the target. */
  readonly isTrusted: boolean
  /** From the first request to the last. */
  readonly sentWithinMs: number
}

/** Which run it was compared with. */
export type Baseline = Pick<PerformanceRecord, 'target' | 'seed'> & {
  /** When its first burst was. */
  readonly measuredAt: string
  readonly bursts: number
  /** How many of them had a client that can be trusted. */
  readonly trustedBursts: number
}
