import { type Html, html, verbatim } from './html.ts'

/** A table drawn with box characters for a terminal. */
const drawnTable = /(┌[^┘]*┘)/

/** A text that a terminal shows too. A drawn table becomes an HTML table, which fits any width. */
export const attachedText = (text: string): Html[] =>
  text
    .split(drawnTable)
    .filter((part) => part.trim() !== '')
    .map((part) =>
      drawnTable.test(part) ? tableView(part) : html`<pre>${verbatim(part.trim())}</pre>`,
    )

function tableView(drawn: string): Html {
  const [header = [], ...rows] = drawn
    .split('\n')
    .filter((line) => line.startsWith('│'))
    .map(cellsOf)
  return html`<div class="figures"><table>
<thead><tr>${header.map((cell) => html`<th scope="col">${cell}</th>`)}</tr></thead>
<tbody>${rows.map(
    ([name = '', ...cells]) =>
      html`<tr><th scope="row">${name}</th>${cells.map((cell) => html`<td>${cell.trim()}</td>`)}</tr>`,
  )}</tbody></table></div>`
}

/** Every cell starts with one space; further spaces are an indent, which stays. */
const cellsOf = (line: string) =>
  line
    .split('│')
    .slice(1, -1)
    .map((cell) => cell.slice(1).trimEnd())
