import type { Conditions } from '../../run/conditions.ts'
import { type Status, statuses, together } from '../status.ts'
import type { Attempt } from './attempt.ts'
import type { FeatureResult, RuleResult, ScenarioResult } from './model.ts'
import type { Chapter, ReadingOrder } from './reading-order.ts'

/** What is told of a run besides the features. */
export interface RunFacts {
  readonly target: string
  readonly endedAt: Date
  readonly tookMs: number
  readonly conditions: Conditions
}

/** All that the reports tell. */
export interface Report {
  readonly run: RunFacts
  readonly words: string
  readonly chapters: readonly ChapterResult[]
}

export interface ChapterResult extends Chapter {
  readonly told: readonly FeatureResult[]
  readonly status: Status
}

/** Puts features in the order in which to read them; those that it does not know come last. */
export function reportOf(
  run: RunFacts,
  features: readonly FeatureResult[],
  { chapters, words }: ReadingOrder,
): Report {
  const known = new Set(chapters.flatMap((chapter) => chapter.features))
  const others = features.map(({ slug }) => slug).filter((slug) => !known.has(slug))
  const all = [
    ...chapters,
    { title: chapters.length === 0 ? 'All features' : 'And also', about: '', features: others },
  ]
  const told = all.map((chapter) => {
    const its = chapter.features.flatMap((slug) => features.find((one) => one.slug === slug) ?? [])
    return { ...chapter, told: its, status: together(its.map(({ status }) => status)) }
  })
  return { run, words, chapters: told.filter((chapter) => chapter.told.length > 0) }
}

/** All promises of a report: rules, and not what stands under none. */
export const promisesOf = ({ chapters }: Report): RuleResult[] =>
  chapters
    .flatMap(({ told }) => told)
    .flatMap(({ rules }) => rules)
    .filter(({ name }) => name !== '')

/** What became of each scenario, a row of an outline being one. */
export const scenarioStatuses = ({ chapters }: Report): Status[] =>
  chapters
    .flatMap(({ told }) => told)
    .flatMap(({ rules }) => rules)
    .flatMap(({ scenarios }) => scenarios)
    .flatMap(statusesOf)

const statusesOf = ({ tables, status }: ScenarioResult): Status[] =>
  tables.length === 0 ? [status] : tables.flatMap(({ rows }) => rows.map((row) => row.status))

/** Every time that any scenario was played. */
export const attemptsIn = ({ chapters }: Report): Attempt[] =>
  chapters
    .flatMap(({ told }) => told)
    .flatMap(({ rules }) => rules)
    .flatMap(({ scenarios }) => scenarios)
    .flatMap(({ attempts, tables }) => [
      ...attempts,
      ...tables.flatMap(({ rows }) => rows.flatMap((row) => row.attempts)),
    ])

/** How many there are of each status, where there are any. */
export const counts = (all: readonly Status[]): [status: Status, count: number][] =>
  statuses
    .map((status): [Status, number] => [status, all.filter((one) => one === status).length])
    .filter(([, count]) => count > 0)

/** In a sentence, how the promises were kept. */
export function verdictOf(report: Report): string {
  const found = new Map(counts(promisesOf(report).map(({ status }) => status)))
  const [kept = 0, broken = 0] = [found.get('passed'), found.get('failed')]
  const tried = kept + broken
  if (tried === 0) return 'No promise was tried.'
  if (tried === 1) return `The one promise that was tried was ${broken === 1 ? 'broken' : 'kept'}.`
  if (broken === 0) return `All ${tried} promises that were tried were kept.`
  return `${broken} of ${tried} promises ${broken === 1 ? 'was' : 'were'} broken.`
}
