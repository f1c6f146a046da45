import { readFileSync } from 'node:fs'
import { Html, html, verbatim } from '../../reports/page/html.ts'
import { pageOf } from '../../reports/page/page.ts'
import { counted } from '../../reports/page/words.ts'
import type { EndedScenario, RuleName } from '../../run/scenario-watch.ts'
import type { Edit } from '../mutant.ts'
import type { KillMatrix, Row } from './kill-matrix.ts'
import { type Outcome, outcomes } from './verdict.ts'

type Known = Outcome | 'not run'

const words: Record<Known, string> = {
  killed: 'killed by a scenario of a Rule that it breaks',
  'caught elsewhere': 'other scenarios failed, but none of a Rule that it breaks',
  unconfirmed: 'a scenario that measures time failed once, and passed in a second run',
  survived: 'every scenario passed',
  hung: 'its run took too long, before any scenario of a Rule that it breaks failed',
  'could not run': 'its server or the run did not start',
  'not run': 'not run',
}

const signs: Record<Known, string> = {
  killed: '✓',
  'caught elsewhere': '≈',
  unconfirmed: '?',
  survived: '✗',
  hung: '…',
  'could not run': '!',
  'not run': '·',
}

const outcomeOf = ({ verdict }: Row): Known => verdict?.outcome ?? 'not run'
const classOf = (outcome: Known) => outcome.replaceAll(' ', '-')

const mark = (outcome: Known): Html =>
  html`<span class="outcome ${classOf(outcome)}" role="img" aria-label="${outcome}" title="${words[outcome]}">${signs[outcome]}</span>`

/** The kill matrix as a self-contained HTML page. */
export function killMatrixPage(matrix: KillMatrix): string {
  const families = Map.groupBy(matrix.mutants, ({ subject }) => subject)
  const style = new Html(readFileSync(new URL('./page.css', import.meta.url), 'utf8'))
  return pageOf(
    'papertape mutants',
    html`<style>${style}</style>
<main class="mutants">
${headerView(matrix)}
${[...families].map(
  ([subject, rows]) => html`
<section><h2>${subject}</h2>
${rows.map(rowView)}</section>`,
)}
<section id="matrix"><h2>The matrix</h2>
<p>The number of scenarios of each feature that failed on each mutant. A frame marks features with a Rule that the mutant breaks.</p>
${matrixView(matrix)}</section>
</main>`,
  )
}

function headerView({ mutants, totals, unmutated, endedAt }: KillMatrix): Html {
  const found = [...outcomes, 'not run' as const].filter((outcome) => totals[outcome] > 0)
  return html`
<header>
<p class="over">papertape mutants</p>
<h1>What the specification catches</h1>
<p class="subtitle">${counted(mutants.length, 'server')} with one defect each; last run: <time datetime="${endedAt}">${endedAt.slice(0, 16).replace('T', ', ')} UTC</time></p>
<p class="verdict">${totals.killed} of ${counted(mutants.length, 'mutant')} killed</p>
<div class="bar" role="img" aria-label="${found.map((outcome) => `${totals[outcome]} ${outcome}`).join(', ')}">
${found.map((outcome) => html`<span class="${classOf(outcome)}" style="flex-grow:${totals[outcome]}"></span>`)}</div>
<p class="counts">${found.map((outcome) => html`<span class="${classOf(outcome)}">${signs[outcome]} ${totals[outcome]} ${outcome}</span> `)}</p>
<p>A mutant is the real server with one realistic defect. It is killed only if a scenario of a Rule that it breaks fails; a failure elsewhere does not count. The server without a defect passes all ${unmutated.scenarios} scenarios, in ${unmutated.seconds.toFixed(0)} s. <a href="#matrix">Show the matrix</a>.</p>
</header>`
}

function rowView(row: Row): Html {
  const { name, defect, edits, breaks, verdict } = row
  const outcome = outcomeOf(row)
  return html`
<article id="${name}" class="mutant">
<h3>${mark(outcome)} ${defect} <a class="anchor" href="#${name}">#</a></h3>
<p class="about-it"><code>${name}</code>: ${words[outcome]}${verdict && `, in ${verdict.seconds.toFixed(0)} s`}</p>
<ul class="breaks">${breaks.map(({ feature, rule }) => html`<li><span class="of">${feature}</span> ${rule}</li>`)}</ul>
${verdict && scenariosView(verdict.killers)}
${verdict && verdict.bystanders.length > 0 && html`<details><summary class="quiet">${counted(verdict.bystanders.length, 'other scenario')} failed</summary>${scenariosView(verdict.bystanders)}</details>`}
${verdict && verdict.faults.length > 0 && html`<details><summary class="quiet">Faults of the server</summary>${verdict.faults.map((fault) => html`<pre>${verbatim(fault)}</pre>`)}</details>`}
<details><summary class="quiet">The defect</summary>${edits.map(editView)}</details>
</article>`
}

const scenariosView = (ended: readonly EndedScenario[]): Html => html`
<ul class="scenarios">${ended.map(
  ({ feature, scenario, failure }) =>
    html`<li><span class="of">${feature}</span> ${scenario}<span class="failure-line">${failure}</span></li>`,
)}</ul>`

const editView = ({ file, from, to }: Edit): Html => html`
<p class="file"><code>${file}</code></p>
<pre class="diff">${lines('-', 'del', from)}${to !== '' && lines('+', 'ins', to)}</pre>`

const lines = (sign: string, tag: string, text: string): Html =>
  new Html(
    text
      .split('\n')
      .map((line) => `<${tag}>${sign} ${verbatim(line).text}</${tag}>`)
      .join('\n')
      .concat('\n'),
  )

function matrixView({ mutants }: KillMatrix): Html {
  const failedIn = ({ verdict }: Row) => [
    ...(verdict?.killers ?? []),
    ...(verdict?.bystanders ?? []),
  ]
  const features = [
    ...new Set(
      mutants.flatMap((row) => [...row.breaks, ...failedIn(row)].map(({ feature }) => feature)),
    ),
  ].toSorted()
  return html`
<div class="matrix"><table>
<thead><tr><th scope="col">Mutant</th>${features.map((feature) => html`<th scope="col" class="feature-name"><span>${feature}</span></th>`)}</tr></thead>
<tbody>${mutants.map(
    (
      row,
    ) => html`<tr><th scope="row">${mark(outcomeOf(row))} <a href="#${row.name}">${row.name}</a></th>${features.map(
      (feature) => cell(feature, failedIn(row), row.breaks, row.verdict?.killers ?? []),
    )}</tr>
`,
  )}</tbody>
</table></div>`
}

function cell(
  feature: string,
  failed: readonly EndedScenario[],
  breaks: readonly RuleName[],
  killers: readonly EndedScenario[],
): Html {
  const isIn = (one: RuleName) => one.feature === feature
  const count = failed.filter(isIn).length
  const kind = killers.some(isIn) ? 'killer' : breaks.some(isIn) ? 'broken' : ''
  return html`<td class="${kind}">${count > 0 && count}</td>`
}
