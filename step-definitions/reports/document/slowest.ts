import type { Attempt } from './attempt.ts'
import type { Report } from './report.ts'

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
  const features = chapters.flatMap(({ results }) => results)
  const all = features.flatMap(({ name: feature, rules }) =>
    rules.flatMap(({ anchor, scenarios }) =>
      scenarios.flatMap(({ name, attempts, tables }) => {
        const parts = [
          { name, attempts },
          ...tables.flatMap(({ rows }) =>
            rows.map(({ cells, attempts }) => ({
              name: `${name}: ${cells.join(' · ')}`,
              attempts,
            })),
          ),
        ]
        return parts.map((part) => ({
          anchor,
          feature,
          name: part.name,
          tookMs: Math.max(0, ...part.attempts.filter(isJudged).map(({ tookMs }) => tookMs)),
        }))
      }),
    ),
  )
  return all
    .filter(({ tookMs }) => tookMs > 0)
    .toSorted((a, b) => b.tookMs - a.tookMs)
    .slice(0, count)
}

const isJudged = ({ status }: Attempt) => status === 'passed' || status === 'failed'
