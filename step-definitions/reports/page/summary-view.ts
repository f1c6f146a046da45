import { attemptsIn, counts, type Report, scenarioStatuses, verdictOf } from '../document/report.ts'
import { type Html, html } from './html.ts'
import { classOf, signs } from './marks.ts'
import { counted, lasted } from './words.ts'

/** What was judged, when, under which conditions, and how it went. */
export function summaryView(report: Report): Html {
  const { run } = report
  const found = counts(scenarioStatuses(report))
  const attempts = attemptsIn(report)
  const played = scenarioStatuses(report).filter((status) => status !== 'not run').length
  const failed = attempts.filter(({ status }) => status === 'failed').length
  const all = found.reduce((sum, [, count]) => sum + count, 0)
  return html`
<header>
<p class="over">A living specification</p>
<h1>What a trading platform promises</h1>
<p class="held">held against <code>${run.target}</code> on <time datetime="${run.endedAt.toISOString()}">${whenIn(run.endedAt)}</time></p>
<p class="verdict">${verdictOf(report)}</p>
<p class="counts">${counted(all, 'scenario')} in ${lasted(run.tookMs)}: ${found.map(
    ([status, count]) =>
      html`<span class="${classOf(status)}">${signs[status]} ${count} ${status}</span> `,
  )}</p>
<div class="bar" role="img" aria-label="${counted(all, 'scenario')}: ${found.map(([status, count]) => `${count} ${status}`).join(', ')}">
${found.map(([status, count]) => html`<span class="${classOf(status)}" style="flex-grow:${count}"></span>`)}</div>
${attempts.length > played && html`<p class="counts">They were played ${attempts.length} times in all, of which ${failed || 'none'} failed.</p>`}
<details class="conditions" open><summary class="quiet">The conditions of this run</summary>
<dl>${Object.entries(run.conditions).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl></details>
</header>`
}

const whenIn = (date: Date) =>
  `${date.toLocaleDateString('en-GB', { dateStyle: 'long', timeZone: 'UTC' })}, ${date.toISOString().slice(11, 16)} UTC`
