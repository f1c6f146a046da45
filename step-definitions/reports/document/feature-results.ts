import { basename } from 'node:path'
import type { GherkinDocument, RunRecord } from '../run-record.ts'
import { type Status, together } from '../status.ts'
import { attemptIn } from './attempt.ts'
import type {
  FeatureResult,
  RowResult,
  RuleResult,
  ScenarioResult,
  TableResult,
  WrittenStep,
} from './model.ts'

type Feature = NonNullable<GherkinDocument['feature']>
type Rule = NonNullable<Feature['children'][number]['rule']>
type Scenario = NonNullable<Feature['children'][number]['scenario']>
type Background = NonNullable<Feature['children'][number]['background']>
type Step = Scenario['steps'][number]
type Table = Scenario['examples'][number]
type Row = Table['tableBody'][number]
type Tagged = Pick<Feature, 'tags'>

/** The features of a run with their results, in the order of their files. */
export function featureResultsIn(record: RunRecord): FeatureResult[] {
  const byNode = record.byNode()
  const attemptsAt = (id: string) =>
    (byNode.get(id) ?? []).map((attempt) => attemptIn(attempt, record.hooks))
  return record.documents
    .flatMap(({ uri = '', feature }) => (feature ? [{ uri, feature }] : []))
    .map(({ uri, feature }) => featureResult(uri, feature))
    .toSorted((a, b) => a.slug.localeCompare(b.slug))

  function featureResult(uri: string, feature: Feature): FeatureResult {
    const slug = slugOf(uri)
    const ruleless = feature.children.flatMap(({ scenario }) => scenario ?? [])
    const written = feature.children.flatMap(({ rule }) => rule ?? [])
    const rules = written.map((rule) => ruleResult(`${slug}.${slugIn(rule.name)}`, rule))
    if (ruleless.length > 0) {
      const anchor = `${slug}.ruleless`
      rules.unshift(ruleOf({ ...nameless, anchor }, scenarioResults(anchor, ruleless)))
    }
    return {
      slug,
      uri,
      name: feature.name,
      prose: feature.description,
      tags: namesOf(feature),
      background: backgroundIn(feature.children),
      rules,
      status: statusOver(rules),
    }
  }

  function ruleResult(anchor: string, rule: Rule): RuleResult {
    const { name, description: prose, children } = rule
    const written = children.flatMap(({ scenario }) => scenario ?? [])
    const background = backgroundIn(children)
    const parts = { anchor, name, prose, tags: namesOf(rule), background }
    return ruleOf(parts, scenarioResults(anchor, written))
  }

  function scenarioResults(rule: string, scenarios: readonly Scenario[]): ScenarioResult[] {
    return scenarios.map((scenario, index) => scenarioResult(`${rule}.${index + 1}`, scenario))
  }

  function scenarioResult(anchor: string, scenario: Scenario): ScenarioResult {
    const { id, keyword, name, description, steps, examples, location } = scenario
    const attempts = attemptsAt(id)
    const tables = examples.map((table) => tableResult(anchor, table))
    const outcomes = [...attempts, ...tables.flatMap(({ rows }) => rows)]
    return {
      anchor,
      line: location.line,
      keyword,
      name,
      prose: description,
      tags: namesOf(scenario),
      steps: steps.map(stepIn),
      attempts,
      tables,
      status: statusOver(outcomes),
    }
  }

  function tableResult(anchor: string, table: Table): TableResult {
    const { name, description, tableHeader, tableBody } = table
    return {
      name,
      prose: description,
      header: cellsOf(tableHeader),
      rows: tableBody.map((row) => rowResult(anchor, row)),
    }
  }

  function rowResult(scenario: string, row: Row): RowResult {
    const line = row.location.line
    const attempts = attemptsAt(row.id)
    const anchor = `${scenario}.line-${line}`
    return { anchor, line, cells: cellsOf(row), attempts, status: statusOver(attempts) }
  }
}

const nameless = { name: '', prose: '', tags: [], background: [] }

const statusOver = (parts: readonly { readonly status: Status }[]): Status =>
  together(parts.map(({ status }) => status))

const ruleOf = (
  rule: Omit<RuleResult, 'scenarios' | 'status'>,
  scenarios: readonly ScenarioResult[],
): RuleResult => ({ ...rule, scenarios, status: statusOver(scenarios) })

const backgroundIn = (children: readonly { background?: Background }[]): WrittenStep[] =>
  children.flatMap(({ background }) => background?.steps ?? []).map(stepIn)

const stepIn = ({ id, keyword, text, dataTable, docString }: Step): WrittenStep => ({
  id,
  keyword: keyword.trim(),
  text,
  table: dataTable?.rows.map(cellsOf) ?? [],
  docString: docString?.content,
})

const cellsOf = (row: Row | undefined) => row?.cells.map(({ value }) => value) ?? []

const namesOf = ({ tags }: Tagged) => tags.map(({ name }) => name)

const slugOf = (uri: string) => basename(uri, '.feature')

const longestSlug = 60

/** The first words of a name, as a fragment of a URL: at most 60 characters. */
export function slugIn(name: string): string {
  const [first = '', ...words] = name.toLowerCase().match(/[a-z0-9]+/g) ?? []
  let slug = first
  for (const word of words) {
    if (slug.length + word.length >= longestSlug) break
    slug += `-${word}`
  }
  return slug
}
