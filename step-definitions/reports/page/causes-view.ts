import { type Cause, causesOf, type FailedCase } from '../document/causes.ts'
import type { RuleResult } from '../document/model.ts'
import type { Report } from '../document/report.ts'
import { casesIn } from '../document/scenarios.ts'
import { type Html, html, verbatim } from './html.ts'
import { reproductionOf } from './reproduction.ts'
import { counted } from './words.ts'

const maxPromises = 3

/** The failed scenarios by cause: what was observed, what it breaks, and how to see it again. */
export function causesView({ chapters }: Report): Html | undefined {
  const causes = causesOf(casesIn(chapters.flatMap(({ results }) => results)))
  if (causes.length === 0) return undefined
  const failed = causes.reduce((sum, { cases }) => sum + cases.length, 0)
  return html`
<section class="causes" id="failures">
<h2>${counted(failed, 'failed scenario')}, ${counted(causes.length, 'cause')}</h2>
<ol>${causes.map(causeView)}</ol>
</section>`
}

const causeView = ({ sentence, promises, cases }: Cause): Html => html`
<li class="cause"><p class="sentence">${sentence}</p>
${promises.slice(0, maxPromises).map(promiseView)}
${promises.length > maxPromises && html`<details><summary class="quiet">${counted(promises.length - maxPromises, 'more promise')}</summary>${promises.slice(maxPromises).map(promiseView)}</details>`}
${commandsView(cases[0])}
${casesView(cases)}</li>`

const promiseView = ({ anchor, name }: RuleResult): Html =>
  html`<p class="breaks">breaks <a href="#${anchor}">${name}</a></p>`

function commandsView(one: FailedCase): Html | undefined {
  const commands = reproductionOf(one)
  return commands === '' ? undefined : html`<pre class="curl">${verbatim(commands)}</pre>`
}

/** The scenario that the commands are from comes first. */
function casesView(cases: Cause['cases']): Html {
  const list = html`<ul>${cases.map(
    ({ anchor, name, place }) =>
      html`<li><a href="#${anchor}">${name}</a> <small><code>${place}</code></small></li>`,
  )}</ul>`
  if (cases.length === 1) return list
  return html`<details><summary class="quiet">${counted(cases.length, 'scenario')}</summary>${list}</details>`
}
