import { curlOf } from '../../store/curl.ts'
import { typedCallOf } from '../../store/typed-call.ts'
import { type Outcome, Refused } from '../api.ts'
import { html, nothing } from '../lit-html/lit-html.js'
import type { Panel } from '../panel.ts'

/** Shows how the action is sent that was last pointed at, and what became of the last one. */
export const how: Panel = {
  id: 'how',
  title: 'How',
  place: 'side',
  view(desk) {
    const { pointed, last, urls } = desk
    const venue = desk.venue.name
    return html`
      <p class="result" role="status">${last ? resultOf(last.action.label, last.outcome) : nothing}</p>
      ${
        pointed
          ? html`<h3>${pointed.label}: curl</h3>${code(curlOf(pointed, urls))}
              <h3>TypeScript</h3>${code(typedCallOf(pointed, venue, urls))}`
          : html`<p class="hint">Point at a button: this panel shows the request that it sends.</p>`
      }`
  },
}

function resultOf(label: string, outcome: Outcome | undefined) {
  if (!outcome) return html`<span>${label}: waits for the reply…</span>`
  if ('reply' in outcome) {
    return html`<span class="good">${label}: ${outcome.reply.status} after ${outcome.reply.tookMs} ms</span>`
  }
  const { failure } = outcome
  const text =
    failure instanceof Refused
      ? `${failure.problem.status} ${failure.problem.code}. ${failure.message}`
      : failure.message
  return html`<span class="bad">${label}: ${text}</span>`
}

const code = (text: string) => html`
  <div class="code">
    <pre tabindex="0"><code>${text}</code></pre>
    ${
      // Browsers have a clipboard only on localhost and over TLS.
      navigator.clipboard
        ? html`<button type="button" class="quiet" @click=${() => void navigator.clipboard.writeText(text)}>Copy</button>`
        : nothing
    }
  </div>`
