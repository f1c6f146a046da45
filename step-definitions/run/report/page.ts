import { readFileSync } from 'node:fs'
import { featureView } from './feature-view.ts'
import { Html, html } from './html.ts'
import { classOf, mark, promiseWords, signs } from './marks.ts'
import { proseView } from './prose.ts'
import {
  type ChapterTold,
  counts,
  promisesOf,
  type Report,
  scenarioStatuses,
  verdictOf,
} from './report.ts'
import { statuses } from './status.ts'
import { lasted } from './words.ts'

const beside = (name: string) => new Html(readFileSync(new URL(name, import.meta.url), 'utf8'))

/** A page in one file that asks for nothing else. */
export const pageOf = (title: string, content: Html, script?: Html): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${beside('./page.css')}</style>
</head>
<body>
${content}
${script && html`<script>${script}</script>`}
</body>
</html>
`.text

/** The living document: the features for reading, with what a run found of them. */
export function documentOf(report: Report): string {
  const content = html`
<a class="skip" href="#specification">Skip the contents</a>
<main>
${headerView(report, true)}
${introductionView(report)}
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
<p><a href="promises.html">All promises on one page</a></p>
<ol>${chapters.map(
  ({ title, told }) =>
    html`<li class="chapter-entry"><span class="chapter-name">${title}</span><ol>${told.map(
      ({ slug, name, status }) =>
        html`<li class="feature-entry">${mark(status, promiseWords[status])} <a href="#${slug}">${name}</a></li>`,
    )}</ol></li>`,
)}</ol></details>`

/** What was judged, when, under which conditions, and how it went. */
function headerView(report: Report, areConditionsOpen = false): Html {
  const { run } = report
  const found = counts(scenarioStatuses(report))
  const all = found.reduce((sum, [, count]) => sum + count, 0)
  return html`
<header>
<p class="over">A living specification</p>
<h1>What a trading platform promises</h1>
<p class="held">held against <code>${run.target}</code> on <time datetime="${run.endedAt.toISOString()}">${whenIn(run.endedAt)}</time></p>
<p class="verdict">${verdictOf(report)}</p>
<div class="bar" role="img" aria-label="${found.map(([status, count]) => `${count} ${status}`).join(', ')}">
${found.map(([status, count]) => html`<span class="${classOf(status)}" style="flex-grow:${count}"></span>`)}</div>
<p class="counts">${all} scenarios in ${lasted(run.tookMs)}: ${found.map(
    ([status, count]) =>
      html`<span class="${classOf(status)}">${signs[status]} ${count} ${status}</span> `,
  )}</p>
<details class="conditions"${areConditionsOpen && new Html(' open')}><summary class="quiet">The conditions of this run</summary>
<dl>${Object.entries(run.conditions).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl></details>
</header>`
}

const whenIn = (date: Date) =>
  `${date.toLocaleDateString('en-GB', { dateStyle: 'long', timeZone: 'UTC' })}, ${date.toISOString().slice(11, 16)} UTC`

const introductionView = ({ words }: Report): Html => html`
<section class="introduction">
<p>This is what somebody who trades may rely on, in the words of people who trade. Each feature is a
capability; the sentences in bold beneath it are its promises; and each promise is illustrated by
examples, which were played against the platform by people named Alice, Bob, Carol and Dave.
Read from the beginning it explains the platform to somebody who has never seen it.</p>
<p class="legend">A promise was ${statuses.map(
  (status) =>
    html`<span class="${classOf(status)}">${mark(status, '')} ${promiseWords[status]}</span>`,
)}. Beneath each example its evidence is folded away: what was asked, answered, heard and recorded.</p>
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

const chapterView = ({ title, about, told }: ChapterTold, index: number): Html => html`
<section class="chapter">
<h2><span class="number">${index + 1}</span> ${title}</h2>
${about !== '' && html`<p class="about">${about}</p>`}
${told.map(featureView)}
</section>`

/** The index of all promises, each of which leads into the document. */
export const promisesPage = (report: Report): string =>
  pageOf(
    `Promises, held against ${report.run.target}`,
    html`
<main class="promises">
${headerView(report)}
<p>${promisesOf(report).length} promises. Each leads to its examples and their evidence in <a href="specification.html">the specification</a>.</p>
${report.chapters.map(
  ({ title, told }, index) => html`
<section><h2><span class="number">${index + 1}</span> ${title}</h2>
${told.map(
  ({ slug, name, rules }) => html`
<section><h3><a href="specification.html#${slug}">${name}</a></h3>
<ul>${rules
    .filter((rule) => rule.name !== '')
    .map(
      (rule) =>
        html`<li class="promise">${mark(rule.status, promiseWords[rule.status])} <a href="specification.html#${rule.anchor}">${rule.name}</a></li>`,
    )}</ul></section>`,
)}</section>`,
)}
</main>`,
  )
