import { numberText } from '../store/instant-text.ts'
import { closeVenue, resetVenue, restartVenue } from '../store/venue-actions.ts'
import { actionButton } from './action-button.ts'
import { clockView } from './clock-view.ts'
import { connectionView } from './connection-view.ts'
import type { Desk } from './desk.ts'
import { html, nothing } from './lit-html/lit-html.js'
import { venuePicker } from './venue-picker.ts'

/** The bar that says which venue is shown, what time it is there, and what can be done to it. */
export const venueBar = (desk: Desk) => html`
  <header class="venue-bar">
    <div class="bar-line">
      <h1><img src="favicon.ico" alt="" width="22" height="22"> papertape</h1>
      ${venuePicker(desk)} ${connectionView(desk)}
    </div>
    ${clockView(desk)} ${facts(desk)}
  </header>`

function facts(desk: Desk) {
  const { state, store } = desk.venue
  if (!state) return nothing
  const { name, seed, logId, listeners, durable } = state
  // The stream is ahead of the state that was read.
  const position = Math.max(state.position, store?.position ?? 0)
  return html`
    <div class="bar-line facts">
      <dl>
        <div><dt>Position</dt><dd>${numberText(position)}</dd></div>
        <div><dt>Seed</dt><dd class="mono">${seed}</dd></div>
        <div><dt>Log</dt><dd class="mono">${logId}</dd></div>
        <div><dt>Listeners</dt><dd>${numberText(listeners)}</dd></div>
        ${durable ? html`<div><dt>Store</dt><dd>durable</dd></div>` : nothing}
      </dl>
      <div class="buttons">
        ${actionButton(desk, resetVenue(name), { kind: 'quiet' })}
        ${actionButton(desk, restartVenue(name), { kind: 'quiet' })}
        ${
          name === 'main'
            ? nothing
            : actionButton(desk, closeVenue(name), {
                kind: 'quiet',
                onDone: (outcome) =>
                  'reply' in outcome && desk.show({ venue: 'main', order: undefined }),
              })
        }
      </div>
    </div>`
}
