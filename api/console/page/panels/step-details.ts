import type { JournalEntry } from '../../../control/journal-contract.ts'
import { numberText, timeOf } from '../../store/instant-text.ts'
import { requestCurl } from '../../store/timeline/request-curl.ts'
import type { TimelineData } from '../../store/timeline/timeline-data.ts'
import type { ShownRow } from '../../store/timeline/zoom.ts'
import type { Desk } from '../desk.ts'
import { html, nothing } from '../lit-html/lit-html.js'
import { codeBlock } from './code-block.ts'

/** All that is known about the chosen step of the timeline. */
export function stepDetails(desk: Desk, row: ShownRow | undefined, data: TimelineData) {
  if (!row) return nothing
  const entry = data.entries.find(({ id }) => id === row.entry)
  const frame = frameOf(row, data)
  return html`
    <section class="step-details" aria-label="Step">
      <div class="step-head">
        <h3>${row.text}</h3>
        <time datetime=${row.at}>${timeOf(row.at)}</time>
        ${row.mark ? html`<span class="mark">${row.mark}</span>` : nothing}
        ${row.race ? html`<span class="mark">${row.race}</span>` : nothing}
        ${row.position === undefined ? nothing : positionButton(desk, row.position)}
        <button type="button" class="quiet close" aria-label="Close the details"
          @click=${() => desk.show({ step: undefined, entry: undefined, message: undefined })}>×</button>
      </div>
      ${frame ? codeBlock('Message', JSON.stringify(frame, undefined, 2)) : nothing}
      ${entry && !frame ? entryView(desk, entry) : nothing}
    </section>`
}

/** The frame of a row such as `frame-5-3`. */
function frameOf({ id }: ShownRow, { frames }: TimelineData) {
  const [, entry, index] = /^frame-(\d+)-(\d+)/.exec(id) ?? []
  return frames.get(Number(entry))?.[Number(index)]
}

const positionButton = (desk: Desk, position: number) => html`
  <button type="button" class="quiet" @click=${() => desk.show({ at: position, panel: undefined })}>
    The venue at position ${numberText(position)}</button>`

function entryView(desk: Desk, entry: JournalEntry) {
  const { faults = [], caused, reply } = entry
  return html`
    ${faults.map(({ rule, does, at }) => html`<p class="bad">${does} by ${rule}, ${at.replace('-', ' the ')}</p>`)}
    <p>${
      caused.length === 0
        ? 'It changed nothing.'
        : html`It made ${caused.map(({ from, to }) => html`${from === to ? 'change' : 'changes'} ${from}${from === to ? '' : ` to ${to}`} `)}`
    }</p>
    ${codeBlock('Request as curl', requestCurl(entry, desk.urls))}
    ${reply ? codeBlock('Reply', replyText(reply)) : html`<p class="hint">No reply yet.</p>`}`
}

const replyText = ({ status, headers, body = '' }: NonNullable<JournalEntry['reply']>) =>
  [
    `HTTP/1.1 ${status}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    '',
    body,
  ]
    .join('\n')
    .trimEnd()
