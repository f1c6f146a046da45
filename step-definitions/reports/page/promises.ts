import { promisesOf, type Report, verdictOf } from '../document/report.ts'
import { type Html, html } from './html.ts'
import { mark, promiseWords, signs } from './marks.ts'
import { pageOf } from './page.ts'
import { summaryView } from './summary-view.ts'

/** The index of all promises, each of which leads into the document. */
export const promisesPage = (report: Report): string =>
  pageOf(
    `Promises, held against ${report.run.target}`,
    html`
<main class="promises">
${summaryView(report)}
<p>${promisesOf(report).length} promises. Each leads to its examples and their evidence in <a href="specification.html">the specification</a>.</p>
${promisesView(report, 'specification.html')}
</main>`,
  )

/** All promises in the order in which to read them, with links into the page that has the features. */
export const promisesView = ({ chapters }: Report, page: string): Html[] =>
  chapters.map(
    ({ title, told }, index) => html`
<section><h2><span class="number">${index + 1}</span> ${title}</h2>
${told.map(
  ({ slug, name, rules }) => html`
<section><h3><a href="${page}#${slug}">${name}</a></h3>
<ul>${rules
    .filter((rule) => rule.name !== '')
    .map(
      (rule) =>
        html`<li class="promise">${mark(rule.status, promiseWords[rule.status])} <a href="${page}#${rule.anchor}">${rule.name}</a></li>`,
    )}</ul></section>`,
)}</section>`,
  )

/** The index of all promises as Markdown, each with a link into the document. */
export function promisesAsMarkdown(report: Report): string {
  const { run, chapters } = report
  const lines = chapters.flatMap(({ title, told }, index) => [
    '',
    `## ${index + 1}. ${title}`,
    ...told.flatMap(({ slug, name, rules }) => [
      '',
      `### [${plain(name)}](specification.html#${slug})`,
      '',
      ...rules
        .filter((rule) => rule.name !== '')
        .map(
          ({ status, name, anchor }) =>
            `- ${signs[status]} ${promiseWords[status]}: [${plain(name)}](specification.html#${anchor})`,
        ),
    ]),
  ])
  const held = `Held against ${run.target} on ${run.endedAt.toISOString()}. ${verdictOf(report)}`
  return ['# Promises', '', held, ...lines, ''].join('\n')
}

/** A name without a meaning in Markdown. */
const plain = (name: string) => name.replaceAll(/[\\`*_[\]<>]/g, String.raw`\$&`)
