import { diffWordsWithSpace } from 'diff'
import type { FailureResult } from '../document/attempt.ts'
import { type LinePair, linesBeside } from '../document/lines-beside.ts'
import { type Html, html, verbatim } from './html.ts'

/** The expected and the actual result side by side, with the stack trace collapsed. */
export const failureView = ({
  step,
  message,
  expected,
  got,
  stack,
  complaints = [],
}: FailureResult): Html => html`
<div class="failure">
<table><thead><tr><th scope="col">Step</th><th scope="col">Error</th></tr></thead>
<tbody><tr class="words"><td>${step}</td><td>${verbatim(message || (got === undefined ? '' : 'a different value'))}${complaintsView(complaints)}</td></tr>
${expected !== undefined && got !== undefined && diffView(expected, got)}
</tbody></table>
${stack !== '' && html`<details class="stack"><summary>Stack trace</summary><pre>${verbatim(stack)}</pre></details>`}
</div>`

const diffView = (expected: string, got: string): Html => html`
<tr><th scope="col">Expected</th><th scope="col">Got</th></tr>
${linesBeside(expected, got).map(rowView)}`

const maxComplaints = 6

/** Each complaint once, with the reply or message that it is about collapsed. */
function complaintsView(complaints: readonly string[]): Html | undefined {
  if (complaints.length === 0) return undefined
  const different = [
    ...new Map(complaints.map(partsOf).map((parts) => [parts.wrong, parts])).values(),
  ]
  const omitted = different.length - maxComplaints
  return html`<ul>${different.slice(0, maxComplaints).map(complaintView)}${omitted > 0 && html`<li class="omitted">… ${omitted} more</li>`}</ul>`
}

function partsOf(complaint: string): { about: string; wrong: string } {
  const [about = '', ...wrong] = complaint.split('\n  but ')
  return wrong.length === 0 ? { about: '', wrong: about } : { about, wrong: wrong.join(', ') }
}

const complaintView = ({ about, wrong }: ReturnType<typeof partsOf>): Html =>
  about === ''
    ? html`<li>${wrong}</li>`
    : html`<li><details><summary>${wrong}</summary><pre>${verbatim(about)}</pre></details></li>`

function rowView({ expected, got }: LinePair): Html {
  if (expected === got) return html`<tr>${cell(expected)}${cell(got)}</tr>`
  if (expected === undefined || got === undefined) {
    return html`<tr class="differs">${marked(expected, 'del')}${marked(got, 'ins')}</tr>`
  }
  const words = diffWordsWithSpace(expected, got)
  const side = (tag: 'del' | 'ins') =>
    words.map(({ value, added, removed }) => {
      if (!(added || removed)) return verbatim(value)
      if (tag === 'del') return removed && html`<del>${value}</del>`
      return added && html`<ins>${value}</ins>`
    })
  return html`<tr class="differs"><td>${side('del')}</td><td>${side('ins')}</td></tr>`
}

const cell = (line = '') => html`<td>${verbatim(line)}</td>`

function marked(line: string | undefined, tag: 'del' | 'ins'): Html {
  if (line === undefined) return html`<td></td>`
  return tag === 'del' ? html`<td><del>${line}</del></td>` : html`<td><ins>${line}</ins></td>`
}
