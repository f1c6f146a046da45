import type { Status } from '../status.ts'
import type { Attempt } from './attempt.ts'

/** What a report tells of a run: the features as they are written, each with what became of it. */
export interface Told {
  readonly status: Status
}

/** A capability. */
export interface FeatureResult extends Told {
  /** The name of its file, without what it ends with; it is its anchor too. */
  readonly slug: string
  readonly name: string
  readonly prose: string
  readonly tags: readonly string[]
  readonly background: readonly WrittenStep[]
  /** What stands under no rule comes first, under one with no name. */
  readonly rules: readonly RuleResult[]
}

/** A promise. */
export interface RuleResult extends Told {
  readonly anchor: string
  readonly name: string
  readonly prose: string
  readonly tags: readonly string[]
  readonly background: readonly WrittenStep[]
  readonly scenarios: readonly ScenarioResult[]
}

/** An example, or an outline of several. */
export interface ScenarioResult extends Told {
  readonly keyword: string
  readonly name: string
  readonly prose: string
  readonly tags: readonly string[]
  readonly steps: readonly WrittenStep[]
  /** Every time that it was played; of an outline, its rows were. */
  readonly attempts: readonly Attempt[]
  readonly tables: readonly TableResult[]
}

/** The examples of an outline. */
export interface TableResult {
  readonly name: string
  readonly prose: string
  readonly header: readonly string[]
  readonly rows: readonly RowResult[]
}

export interface RowResult extends Told {
  readonly cells: readonly string[]
  readonly attempts: readonly Attempt[]
}

/** A step as it is written. */
export interface WrittenStep {
  readonly id: string
  readonly keyword: string
  readonly text: string
  readonly table: readonly (readonly string[])[]
  readonly quote?: string | undefined
}
