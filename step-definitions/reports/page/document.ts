import { type ChapterResult, promisesOf, type Report } from '../document/report.ts'
import { statuses } from '../status.ts'
import { featureView } from './feature-view.ts'
import { type Html, html } from './html.ts'
import { classOf, mark, promiseWords } from './marks.ts'
import { beside, pageOf } from './page.ts'
import { promisesView } from './promises.ts'
import { proseView } from './prose.ts'
import { summaryView } from './summary-view.ts'
import { counted } from './words.ts'

/** The living document: the features for reading, with what a run found of them. */
export function documentOf(report: Report): string {
  const content = html`
<a class="skip" href="#specification">Skip the contents</a>
<main>
${summaryView(report)}
${introductionView(report)}
${indexView(report)}
<nav class="contents" aria-label="Contents">${contentsView(report)}</nav>
<div id="specification"></div>
${toolsView}
${report.chapters.map(chapterView)}
<p class="nothing" hidden>Nothing of that kind is here.</p>
</main>`
  return pageOf(
    `The specification, held against ${report.run.target}`,
    content,
    beside('./page.js'),
  )
}

const contentsView = ({ chapters }: Report): Html => html`
<details open><summary class="contents-title">Contents</summary>
<p><a href="#promises">All promises</a></p>
<ol>${chapters.map(
  ({ title, told }) =>
    html`<li class="chapter-entry"><span class="chapter-name">${title}</span><ol>${told.map(
      ({ slug, name, status }) =>
        html`<li class="feature-entry">${mark(status, promiseWords[status])} <a href="#${slug}">${name}</a></li>`,
    )}</ol></li>`,
)}</ol></details>`

/** A link to what is folded away here has a browser unfold it. */
const indexView = (report: Report): Html => html`
<details class="promises"><summary>All promises: ${counted(promisesOf(report).length, 'sentence')}, each with a link to its examples</summary>
<div id="promises">${promisesView(report)}</div></details>`

const introductionView = ({ words }: Report): Html => html`
<section class="introduction">
<p>This is what somebody who trades may rely on, in the words of people who trade. Each feature is a
capability; the sentences in bold beneath it are its promises; and each promise is illustrated by
examples, which were played against the platform by people named Alice, Bob, Carol and Dave.
Read from the beginning it explains the platform to somebody who has never seen it.</p>
<p class="legend">A promise was ${statuses.map(
  (status) =>
    html`<span class="${classOf(status)}">${mark(status, '')} ${promiseWords[status]}</span>`,
)}; it is broken where one of its scenarios failed. Beneath each example its evidence is folded away: what was asked, answered, heard and recorded.</p>
<figure>${beside('./life-of-an-order.svg')}</figure>
${words !== '' && html`<h2>Words</h2>${proseView(words)}`}
</section>`

/** Needs the script, which shows it. */
const toolsView = html`
<form class="tools" role="search" hidden>
<label>Find <input type="search" name="words" autocomplete="off"></label>
<label>Show <select name="status"><option value="">all</option>
${statuses.map((status) => html`<option>${status}</option>`)}</select></label>
<button type="button" data-open="true">Open all evidence</button>
<button type="button" data-open="false">Fold it</button>
</form>`

const chapterView = ({ title, about, told }: ChapterResult, index: number): Html => html`
<section class="chapter">
<h2><span class="number">${index + 1}</span> ${title}</h2>
${about !== '' && html`<p class="about">${about}</p>`}
${told.map(featureView)}
</section>`
