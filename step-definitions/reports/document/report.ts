import type { Build, Series } from '../history/history.ts'
import { counts, type Status } from '../status.ts'
import type { Attempt } from './attempt.ts'
import type { FeatureResult, RuleResult, ScenarioResult } from './model.ts'
import type { Chapter, ReadingOrder } from './reading-order.ts'
import { casesIn, partsOf } from './scenarios.ts'

/** The conditions of a run, by display label. */
export type Conditions = Readonly<Record<string, string>>

export interface RunFacts {
  readonly target: string
  readonly endedAt: Date
  readonly tookMs: number
  readonly conditions: Conditions
  readonly build?: Build
  /** The earlier runs against the same target with the same profile. */
  readonly past?: Series
}

/** What the HTML report shows. */
export interface Report {
  readonly run: RunFacts
  readonly words: string
  readonly chapters: readonly ChapterResult[]
}

export interface ChapterResult extends Chapter {
  readonly results: readonly FeatureResult[]
}

/** Puts features in reading order. Features that no chapter names come last. */
export function reportOf(
  run: RunFacts,
  features: readonly FeatureResult[],
  { chapters, words }: ReadingOrder,
): Report {
  const known = new Set(chapters.flatMap((chapter) => chapter.features))
  const others = features.map(({ slug }) => slug).filter((slug) => !known.has(slug))
  const all = [
    ...chapters,
    {
      title: chapters.length === 0 ? 'All features' : 'More features',
      about: '',
      features: others,
    },
  ]
  const withResults = all.map((chapter) => ({
    ...chapter,
    results: chapter.features.flatMap((slug) => features.find((one) => one.slug === slug) ?? []),
  }))
  return { run, words, chapters: withResults.filter(({ results }) => results.length > 0) }
}

/** All promises: the rules, without the scenarios outside any rule. */
export const promisesOf = (report: Report): RuleResult[] =>
  rulesIn(report).filter(({ name }) => name !== '')

const rulesIn = ({ chapters }: Report) =>
  chapters.flatMap(({ results }) => results).flatMap(({ rules }) => rules)

const allCases = ({ chapters }: Report) => casesIn(chapters.flatMap(({ results }) => results))

/** The status of each scenario; each row of an outline counts as one. */
export const scenarioStatuses = (report: Report): Status[] =>
  allCases(report).map(({ status }) => status)

/** Like `scenarioStatuses`, for these scenarios. */
export const statusesIn = (scenarios: readonly ScenarioResult[]): Status[] =>
  scenarios.flatMap(partsOf).map(({ status }) => status)

/** Every attempt at every scenario. */
export const attemptsIn = (report: Report): Attempt[] =>
  allCases(report).flatMap(({ attempts }) => attempts)

/** How many promises were kept, and how many could not be judged. */
export function verdictOf(report: Report): string {
  const found = new Map(counts(promisesOf(report).map(({ status }) => status)))
  const unjudged = found.get('not judged') ?? 0
  const verdict = verdictOn(found)
  if (unjudged === 0) return verdict
  return `${verdict} ${unjudged} could not be judged here.`
}

function verdictOn(found: ReadonlyMap<Status, number>): string {
  const [kept = 0, broken = 0] = [found.get('passed'), found.get('failed')]
  const tested = kept + broken
  if (tested === 0) return 'No promise was tested.'
  if (tested === 1) return `The only promise tested was ${broken === 1 ? 'broken' : 'kept'}.`
  if (broken === 0) return `All ${tested} promises tested were kept.`
  return `${broken} of ${tested} promises tested ${broken === 1 ? 'was' : 'were'} broken.`
}
