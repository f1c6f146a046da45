import type { Status } from '../status.ts'
import type { Attempt } from './attempt.ts'

/*
 * The features as they are written, each part with its result. The status of a part covers all the
 * scenarios in it.
 */

export interface FeatureResult {
  readonly status: Status
  /** The name of its file without the extension; also its anchor. */
  readonly slug: string
  /** The path of its file. */
  readonly uri: string
  readonly name: string
  readonly prose: string
  readonly tags: readonly string[]
  readonly background: readonly WrittenStep[]
  /** Scenarios outside any rule come first, in a rule without a name. */
  readonly rules: readonly RuleResult[]
}

/** A promise. */
export interface RuleResult {
  readonly status: Status
  readonly anchor: string
  readonly name: string
  readonly prose: string
  readonly tags: readonly string[]
  readonly background: readonly WrittenStep[]
  readonly scenarios: readonly ScenarioResult[]
}

/** An example, or an outline with tables of examples. */
export interface ScenarioResult {
  readonly status: Status
  readonly anchor: string
  /** Its line in the file of the feature. */
  readonly line: number
  readonly keyword: string
  readonly name: string
  readonly prose: string
  readonly tags: readonly string[]
  readonly steps: readonly WrittenStep[]
  /** Empty for an outline, whose rows have the attempts. */
  readonly attempts: readonly Attempt[]
  readonly tables: readonly TableResult[]
}

/** A table of examples of an outline. */
export interface TableResult {
  readonly name: string
  readonly prose: string
  readonly header: readonly string[]
  readonly rows: readonly RowResult[]
}

export interface RowResult {
  readonly status: Status
  readonly anchor: string
  readonly line: number
  readonly cells: readonly string[]
  readonly attempts: readonly Attempt[]
}

export interface WrittenStep {
  readonly id: string
  readonly keyword: string
  readonly text: string
  readonly table: readonly (readonly string[])[]
  readonly docString?: string | undefined
}
