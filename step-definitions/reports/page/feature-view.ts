import type { Attempt } from '../document/attempt.ts'
import type {
  FeatureResult,
  RowResult,
  RuleResult,
  ScenarioResult,
  TableResult,
  WrittenStep,
} from '../document/model.ts'
import { attemptsView, progressOf } from './attempt-view.ts'
import { type Html, html } from './html.ts'
import { classOf, mark, promiseMark, unjudgedNote } from './marks.ts'
import { proseView } from './prose.ts'

/** A feature as it is written, with the result of each rule and each scenario. */
export const featureView = (feature: FeatureResult): Html => html`
<article class="feature" id="${feature.slug}">
<h3>${feature.name} ${tagsView(feature.tags)}${anchorTo(feature.slug)}</h3>
${proseView(feature.prose)}
${backgroundView(feature.background)}
${feature.rules.map(ruleView)}
</article>`

const ruleView = (rule: RuleResult): Html => html`
<section class="rule" id="${rule.anchor}">
${rule.name !== '' && html`<h4>${promiseMark(rule)} ${rule.name} ${unjudgedNote(rule)}${tagsView(rule.tags)}${anchorTo(rule.anchor)}</h4>`}
${proseView(rule.prose)}
${backgroundView(rule.background)}
${rule.scenarios.map(scenarioView)}
</section>`

function scenarioView(scenario: ScenarioResult): Html {
  const { status, name, keyword, prose, tags, steps, tables, attempts } = scenario
  // The steps themselves show how far a single failed attempt came.
  const [single] = attempts.length === 1 && status === 'failed' ? attempts : []
  return html`
<section class="scenario ${classOf(status)}" id="${scenario.anchor}" data-status="${status}">
<h5>${mark(status)} <span class="keyword">${keyword}</span> ${placeholders(name)} ${tagsView(tags)}</h5>
${proseView(prose)}
${stepsView(steps, single)}
${tables.map(tableView)}
${reasonsView(attempts)}
${attemptsView(attempts, { title: 'Evidence', showSteps: false })}
</section>`
}

/** Why attempts have no verdict, each reason once. */
const reasonsView = (attempts: readonly Attempt[]): Html[] =>
  [...new Set(attempts.flatMap(({ reason }) => reason ?? []))].map(
    (reason) => html`<p class="reason">${reason}</p>`,
  )

const stepsView = (steps: readonly WrittenStep[], attempt?: Attempt): Html => html`
<ol class="steps">${steps.map(
  ({ id, keyword, text, table, docString }) => html`
<li class="${progress(id, attempt)}"><span class="keyword">${keyword}</span> <span>${placeholders(text)}
${table.length > 0 && html`<table class="data">${table.map(rowOfCells)}</table>`}
${docString !== undefined && html`<pre>${docString}</pre>`}</span></li>`,
)}</ol>`

const progress = (id: string, attempt: Attempt | undefined) => {
  const step = attempt?.steps.find((one) => one.id === id)
  return step ? progressOf(step.status) : ''
}

/** Marks the placeholders of an outline. */
const placeholders = (text: string) =>
  text
    .split(/(<[^<>]+>)/)
    .map((part) => (/^<.+>$/.test(part) ? html`<i class="open">${part.slice(1, -1)}</i>` : part))

const rowOfCells = (cells: readonly string[]) =>
  html`<tr>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`

const backgroundView = (steps: readonly WrittenStep[]) =>
  steps.length > 0 &&
  html`<div class="background"><p class="keyword">Background</p>${stepsView(steps)}</div>`

const tableView = ({ name, prose, header, rows }: TableResult): Html => html`
${name !== '' && html`<p class="table-name">${name}</p>`}${proseView(prose)}
<div class="wide"><table class="examples">
<thead><tr><th><span class="unseen">Result</span></th>${header.map((cell) => html`<th scope="col">${cell}</th>`)}</tr></thead>
<tbody>${rows.map(rowView)}</tbody>
</table></div>
${reasonsView(rows.flatMap(({ attempts }) => attempts))}
${rows.filter(({ status }) => status === 'failed').map(rowEvidence)}
${evidenceOfOthers(rows.filter(({ status }) => status !== 'failed'))}`

const rowView = ({ status, cells, attempts }: RowResult): Html => {
  const passed = attempts.filter((attempt) => attempt.status === 'passed').length
  const often = attempts.length > 1 && html` <small>${passed} of ${attempts.length}</small>`
  return html`<tr data-status="${status}"><td>${mark(status)}${often}</td>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`
}

const rowEvidence = ({ status, anchor, cells, attempts }: RowResult): Html => html`
<div class="row-evidence" id="${anchor}" data-status="${status}"><p class="table-name">${mark(status)} ${cells.join(' · ')}</p>
${attemptsView(attempts, { title: 'Evidence', showSteps: true })}</div>`

/** The evidence of all rows that did not fail, collapsed as one. */
function evidenceOfOthers(rows: readonly RowResult[]): Html | undefined {
  const withEvidence = rows.filter(({ attempts }) => attempts.some(({ evidence }) => evidence))
  if (withEvidence.length === 0) return undefined
  return html`<details class="evidence rows"><summary class="quiet">Evidence <small>${withEvidence.length === 1 ? 'of one row' : `of ${withEvidence.length} rows`}</small></summary>
${withEvidence.map(({ cells, attempts }) => attemptsView(attempts, { title: cells.join(' · '), showSteps: true }))}</details>`
}

const tagsView = (tags: readonly string[]) =>
  tags.length > 0 && html`<span class="tags">${tags.join(' ')}</span> `

const anchorTo = (id: string) =>
  html`<a class="anchor" href="#${id}" aria-label="link to this section">#</a>`
