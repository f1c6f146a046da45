import { promisesOf, type Report } from '../document/report.ts'
import { slowestIn } from '../document/slowest.ts'
import { type Change, type ChangedPromise, changesSince } from '../history/changes.ts'
import { type Build, type PastRun, pastRunOf } from '../history/history.ts'
import { type Html, html } from './html.ts'
import { mark } from './marks.ts'
import { counted, lasted, whenIn } from './words.ts'

/** What changed since the last run, the trend of the last runs, and the slowest scenarios. */
export function historyView(report: Report): Html {
  const { build = {}, past, endedAt, tookMs } = report.run
  const promises = promisesOf(report)
  return html`
<section class="history">
${buildView(build)}
${past && changesView(past.runs.at(-1), changesSince(past, promises))}
${past && past.runs.length > 0 && trendView([...past.runs, pastRunOf({ ...build, endedAt, tookMs, promises })])}
${slowestView(report)}
</section>`
}

const buildView = ({ commit, ciUrl }: Build) =>
  (commit ?? ciUrl) !== undefined &&
  html`<p>${commit !== undefined && html`Commit <code>${commit.slice(0, 12)}</code>. `}${ciUrl !== undefined && html`<a href="${ciUrl}">The CI run</a>.`}</p>`

const maxListed = 12

function changesView(last: PastRun | undefined, changed: readonly ChangedPromise[]): Html {
  if (!last) {
    return html`<p>The history has no earlier run against this target with this profile.</p>`
  }
  const since = html`the run of <time datetime="${last.endedAt}">${whenIn(new Date(last.endedAt))}</time>${last.commit !== undefined && html` (commit <code>${last.commit.slice(0, 12)}</code>)`}`
  if (changed.length === 0) return html`<p>No promise changed since ${since}.</p>`
  return html`
<p>Since ${since}:</p>
<ul class="changes">${changed.slice(0, maxListed).map(changeView)}
${changed.length > maxListed && html`<li class="omitted">… ${changed.length - maxListed} more</li>`}</ul>`
}

const isBroken: Record<Change, boolean> = {
  'newly broken': true,
  'still broken': true,
  'kept again': false,
  'judged for the first time': false,
}

const changeView = ({ promise, change, past }: ChangedPromise): Html => html`
<li>${mark(promise.status, '')}<div><b class="${isBroken[change] && 'failed'}">${change}</b>: <a href="#${promise.anchor}">${promise.name}</a>
${past.length > 0 && html`<span class="past">before: ${past.map(({ isKept, at }) => mark(isKept ? 'passed' : 'failed', `${isKept ? 'kept' : 'broken'} on ${whenIn(new Date(at))}`))}</span>`}</div></li>`

/** A column for each run; the words of a column say the same. */
function trendView(runs: readonly PastRun[]): Html {
  const most = Math.max(...runs.map(({ kept, broken }) => kept + broken), 1)
  const height = (count: number) => `height:${((100 * count) / most).toFixed(1)}%`
  return html`
<p class="trend-title">Promises kept and broken in the last ${counted(runs.length, 'run')}</p>
<ol class="trend">${runs.map((run) => {
    const { kept, broken, endedAt, tookMs, commit } = run
    const words = `${whenIn(new Date(endedAt))}: ${kept} kept, ${broken} broken, ${lasted(tookMs)}${commit === undefined ? '' : `, commit ${commit.slice(0, 12)}`}`
    return html`
<li title="${words}"><span class="unseen">${words}</span>${broken > 0 && html`<i class="failed" style="${height(broken)}"></i>`}<i class="passed" style="${height(kept)}"></i></li>`
  })}</ol>`
}

function slowestView(report: Report) {
  const slowest = slowestIn(report, 5)
  return (
    slowest.length > 1 &&
    html`
<details class="slowest"><summary class="quiet">Slowest scenarios</summary>
<ol>${slowest.map(
      ({ anchor, name, feature, tookMs }) =>
        html`<li><span class="took">${lasted(tookMs)}</span> <a href="#${anchor}">${name}</a> <small>${feature}</small></li>`,
    )}</ol></details>`
  )
}
