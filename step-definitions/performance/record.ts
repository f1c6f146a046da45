import type { DelayRange } from '../support/delay-range.ts'
import type { Burst } from './burst.ts'
import type { Circumstances } from './circumstances.ts'
import type { Comparison } from './comparison.ts'
import type { AllFigures, OrderTimes } from './measures.ts'
import type { ThresholdVerdict } from './thresholds.ts'

/** The content of `performance.json`; `record.schema.json` is its schema. */
export type PerformanceRecord = Conditions & {
  readonly schemaVersion: 2
  readonly target: string
  /** The claims that the run assumed. */
  readonly profile: string
  readonly seed: string
  /** The figures of the orders of all bursts. */
  readonly figures: AllFigures
  readonly thresholds: readonly ThresholdVerdict[]
  /** Absent without a baseline. */
  readonly comparison?: Comparison & { readonly baseline: Baseline }
  /** In the order in which they ran. */
  readonly bursts: readonly BurstRecord[]
}

export type BurstRecord = {
  readonly measuredAt: string
  readonly client: Client
  readonly figures: AllFigures
  readonly samples: readonly OrderTimes[]
}

/** What must be equal in two runs for their figures to be comparable. */
export type Conditions = Burst & { readonly declared: Declared }

/** The delays that the target is expected to have. */
export type Declared = {
  readonly latency: DelayRange
  readonly executionDelay: DelayRange
}

/** How reliable the client was. */
export type Client = Circumstances & {
  /** False if the figures may describe the client or its machine rather than the target. */
  readonly isTrusted: boolean
  /** From the first request to the last. */
  readonly sentWithinMs: number
}

export type Baseline = Pick<PerformanceRecord, 'target' | 'seed'> & {
  /** The time of its first burst. */
  readonly measuredAt: string
  readonly bursts: number
  /** How many of them had a trusted client. */
  readonly trustedBursts: number
}
