import { statuses } from '../status.ts'
import type { Attempt } from './attempt.ts'
import type { FeatureResult, RowResult, RuleResult, ScenarioResult } from './model.ts'

/** A scenario as it runs: an example, or one row of an outline. */
export interface Case extends Pick<RowResult, 'status' | 'anchor' | 'attempts'> {
  readonly feature: FeatureResult
  readonly rule: RuleResult
  readonly scenario: ScenarioResult
  /** With the values of its row, if it ran. */
  readonly name: string
  /** Its file and line, as cucumber takes them to run it alone. */
  readonly place: string
}

/** All scenarios in the order in which they are written; each row of an outline counts as one. */
export const casesIn = (features: readonly FeatureResult[]): Case[] =>
  features.flatMap((feature) =>
    feature.rules.flatMap((rule) =>
      rule.scenarios.flatMap((scenario) =>
        partsOf(scenario).map(({ status, anchor, attempts, line }) => ({
          feature,
          rule,
          scenario,
          status,
          anchor,
          attempts,
          name: attempts[0]?.name ?? scenario.name,
          place: `${feature.uri}:${line}`,
        })),
      ),
    ),
  )

/** What counts as a scenario: the example itself, or each row of an outline. */
export const partsOf = (scenario: ScenarioResult): (ScenarioResult | RowResult)[] =>
  scenario.tables.length === 0 ? [scenario] : scenario.tables.flatMap(({ rows }) => rows)

/** The attempt that decided how a scenario ended: the first failed one, if one failed. */
export const decidingAttempt = ({ status, attempts }: Case): Attempt | undefined =>
  attempts.find((attempt) => attempt.status === status)

/** Failed scenarios first; the others in the order in which statuses are listed. */
export const failuresFirst = <T extends Pick<Case, 'status'>>(all: readonly T[]): T[] =>
  all.toSorted((a, b) => statuses.indexOf(a.status) - statuses.indexOf(b.status))
