import type { Report } from '../document/report.ts'
import { type Html, html } from './html.ts'
import { promiseMark, unjudgedNote } from './marks.ts'

/** An index of all promises in reading order. Each links to its rule in the same page. */
export const promisesView = ({ chapters }: Report): Html[] =>
  chapters.map(
    ({ title, results }, index) => html`
<section><h2><span class="number">${index + 1}</span> ${title}</h2>
${results.map(
  ({ slug, name, rules }) => html`
<section><h3><a href="#${slug}">${name}</a></h3>
<ul>${rules
    .filter((rule) => rule.name !== '')
    .map(
      (rule) =>
        html`<li class="promise">${promiseMark(rule)} <a href="#${rule.anchor}">${rule.name}</a> ${unjudgedNote(rule)}</li>`,
    )}</ul></section>`,
)}</section>`,
  )
