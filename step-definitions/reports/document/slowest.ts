import type { Attempt } from './attempt.ts'
import type { Report } from './report.ts'
import { casesIn } from './scenarios.ts'

export interface TimedScenario {
  /** The anchor of its rule. */
  readonly anchor: string
  readonly feature: string
  /** With the values of its row, for a row of an outline. */
  readonly name: string
  /** Of its slowest attempt. */
  readonly tookMs: number
}

/** The scenarios that took longest, the slowest first. */
export function slowestIn({ chapters }: Report, count: number): TimedScenario[] {
  const all = casesIn(chapters.flatMap(({ results }) => results)).map(
    ({ feature, rule, name, attempts }) => ({
      anchor: rule.anchor,
      feature: feature.name,
      name,
      tookMs: Math.max(0, ...attempts.filter(isJudged).map(({ tookMs }) => tookMs)),
    }),
  )
  return all
    .filter(({ tookMs }) => tookMs > 0)
    .toSorted((a, b) => b.tookMs - a.tookMs)
    .slice(0, count)
}

const isJudged = ({ status }: Attempt) => status === 'passed' || status === 'failed'
