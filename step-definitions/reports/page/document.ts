import { type ChapterResult, promisesOf, type Report } from '../document/report.ts'
import { statuses } from '../status.ts'
import { causesView } from './causes-view.ts'
import { featureView } from './feature-view.ts'
import { historyView } from './history-view.ts'
import { type Html, html } from './html.ts'
import { classOf, mark, promiseWords } from './marks.ts'
import { beside, pageOf } from './page.ts'
import { promisesView } from './promises.ts'
import { proseView } from './prose.ts'
import { conditionsView, summaryView } from './summary-view.ts'
import { counted } from './words.ts'

/** The HTML report: the features for reading, with the results of a run. */
export function documentOf(report: Report): string {
  const content = html`
<a class="skip" href="#specification">Skip the contents</a>
<main>
${summaryView(report)}
${causesView(report)}
${historyView(report)}
${conditionsView(report)}
${introductionView(report)}
${indexView(report)}
<nav class="contents" aria-label="Contents">${contentsView(report)}</nav>
<div id="specification"></div>
${toolsView}
${report.chapters.map(chapterView)}
<p class="nothing" hidden>No scenario matches.</p>
</main>`
  return pageOf(
    `Specification, checked against ${report.run.target}`,
    content,
    beside('./browser-script.js'),
  )
}

const contentsView = ({ chapters }: Report): Html => html`
<details open><summary class="contents-title">Contents</summary>
<p><a href="#promises">Index of promises</a></p>
<ol>${chapters.map(
  ({ title, results }) =>
    html`<li class="chapter-entry"><span class="chapter-name">${title}</span><ol>${results.map(
      ({ slug, name, status }) =>
        html`<li class="feature-entry">${mark(status, promiseWords[status])} <a href="#${slug}">${name}</a></li>`,
    )}</ol></li>`,
)}</ol></details>`

/** A browser opens it when a link leads inside. */
const indexView = (report: Report): Html => html`
<details class="promises"><summary>Index: ${counted(promisesOf(report).length, 'promise')}, each with a link to its examples</summary>
<div id="promises">${promisesView(report)}</div></details>`

const introductionView = ({ words }: Report): Html => html`
<section class="introduction">
<p>This is what traders can rely on, in their own words. Each feature describes a capability of the
venue. The sentences in bold are its promises. Examples illustrate each promise; the run executed
them against the target, with traders named Alice, Bob, Carol and Dave. No prior knowledge of the
venue is needed.</p>
<p class="legend">A promise is ${statuses.map(
  (status) =>
    html`<span class="${classOf(status)}">${mark(status, '')} ${promiseWords[status]}</span>`,
)}. A promise is broken if one of its scenarios failed, and kept if one passed and none failed. Expand the evidence below an example to see its requests, replies, messages and log.</p>
<figure>${beside('./life-of-an-order.svg')}</figure>
${words !== '' && html`<h2>Words</h2>${proseView(words)}`}
</section>`

/** Hidden until the script, which it needs, shows it. */
const toolsView = html`
<form class="tools" role="search" hidden>
<label>Find <input type="search" name="words" autocomplete="off"></label>
<label>Show <select name="status"><option value="">all</option>
${statuses.map((status) => html`<option>${status}</option>`)}</select></label>
<output class="hits" for="words status"></output>
<button type="button" data-open="true">Expand all evidence</button>
<button type="button" data-open="false">Collapse all</button>
</form>`

const chapterView = ({ title, about, results }: ChapterResult, index: number): Html => html`
<section class="chapter">
<h2><span class="number">${index + 1}</span> ${title}</h2>
${about !== '' && html`<p class="about">${about}</p>`}
${results.map(featureView)}
</section>`
