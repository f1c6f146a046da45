import { curlOf } from '../../store/curl.ts'
import { typedCallOf } from '../../store/typed-call.ts'
import { type Outcome, Refused } from '../api.ts'
import { html, nothing } from '../lit-html/lit-html.js'
import type { Panel } from '../panel.ts'
import { codeBlock } from './code-block.ts'

/** Shows how the action is sent that was last pointed at, and what became of the last one. */
export const how: Panel = {
  id: 'how',
  title: 'How',
  place: 'foot',
  view(desk) {
    const { pointed, last, urls } = desk
    const venue = desk.venue.name
    return html`<div class="how">
      <p class="result" role="status">${last ? resultOf(last.action.label, last.outcome) : nothing}</p>
      ${
        pointed
          ? html`<div class="ways">
              ${codeBlock(`${pointed.label}: curl`, curlOf(pointed, urls))}
              ${codeBlock('TypeScript', typedCallOf(pointed, venue, urls))}
            </div>`
          : html`<p class="hint">Point at a button: this panel shows the request that it sends.</p>`
      }</div>`
  },
}

function resultOf(label: string, outcome: Outcome | undefined) {
  if (!outcome) return html`<span>${label}: waits for the reply…</span>`
  if ('reply' in outcome) {
    const { status, tookMs } = outcome.reply
    return html`<span class="good">${label}: ${status} after ${tookMs} ms</span>`
  }
  const { failure } = outcome
  const text =
    failure instanceof Refused
      ? `${failure.problem.status} ${failure.problem.code}. ${failure.message}`
      : failure.message
  return html`<span class="bad" title=${text}>${label}: ${text}</span>`
}
