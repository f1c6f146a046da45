import { attemptsIn, type Report, scenarioStatuses, verdictOf } from '../document/report.ts'
import { counts } from '../status.ts'
import { type Html, html } from './html.ts'
import { classOf, signs } from './marks.ts'
import { counted, lasted, whenIn } from './words.ts'

/** The target, the time and the result of the run. */
export function summaryView(report: Report): Html {
  const { run } = report
  const ran = scenarioStatuses(report).filter((status) => status !== 'not run')
  const found = counts(ran)
  const attempts = attemptsIn(report)
  const failed = attempts.filter(({ status }) => status === 'failed').length
  return html`
<header>
<p class="over">papertape specification</p>
<h1>What a trading venue promises</h1>
<p class="subtitle">checked against <code>${run.target}</code> on <time datetime="${run.endedAt.toISOString()}">${whenIn(run.endedAt)}</time></p>
<p class="verdict">${verdictOf(report)}</p>
<p class="counts">${counted(ran.length, 'scenario')} in ${lasted(run.tookMs)}: ${found.map(
    ([status, count]) =>
      html`<span class="${classOf(status)}">${signs[status]} ${count} ${status}</span> `,
  )}</p>
<div class="bar" role="img" aria-label="${counted(ran.length, 'scenario')}: ${found.map(([status, count]) => `${count} ${status}`).join(', ')}">
${found.map(([status, count]) => html`<span class="${classOf(status)}" style="flex-grow:${count}"></span>`)}</div>
${attempts.length > ran.length && html`<p class="counts">${attempts.length} attempts, ${failed || 'none'} failed.</p>`}
</header>`
}

export const conditionsView = ({ run }: Report): Html => html`
<details class="conditions" open><summary class="quiet">Conditions of this run</summary>
<dl>${Object.entries(run.conditions).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl></details>`
