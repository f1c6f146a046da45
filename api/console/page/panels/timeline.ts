import { numberText } from '../../store/instant-text.ts'
import { switchJournal } from '../../store/journal-actions.ts'
import type { Zoom } from '../../store/timeline/zoom.ts'
import { actionButton } from '../action-button.ts'
import type { Desk } from '../desk.ts'
import { html, nothing } from '../lit-html/lit-html.js'
import type { Panel } from '../panel.ts'
import { stepDetails } from './step-details.ts'
import { createTimelineGrid } from './timeline-grid.ts'

const grid = createTimelineGrid()

/** Requests, replies, events and stream messages of the venue in one order, with a lane for each connection. */
export const timeline: Panel = {
  id: 'timeline',
  title: 'Timeline',
  place: 'main',
  view(desk) {
    grid.rows.read(desk)
    const { state } = desk.venue
    const { all, feed } = grid.rows
    return html`
      ${toolbar(desk)}
      ${state && !state.journal ? journalOff(desk) : nothing}
      <div id="timeline" class="timeline" role="grid" tabindex="0" aria-label="Timeline, newest last"
        @scroll=${(event: Event) => grid.onScroll(event, desk)}
        @keydown=${(event: KeyboardEvent) => grid.onKey(event, desk)}
        @click=${(event: Event) => grid.onClick(event, desk)}></div>
      ${all.length === 0 && state?.journal ? html`<p class="empty hint">Nothing has happened yet. Let your client call <code>${desk.urls.trading}</code>.</p>` : nothing}
      ${stepDetails(desk, grid.rows.find(desk.view.step), feed.data)}`
  },
  draw(desk) {
    const element = document.getElementById('timeline')
    if (element) grid.draw(element, desk)
  },
}

const zooms: readonly [Zoom, string][] = [
  ['steps', 'Every step'],
  ['instants', 'Every instant'],
]

function toolbar(desk: Desk) {
  const { zoom = 'steps', only, order } = desk.view
  const { skipped } = grid.rows.feed.data
  return html`
    <div class="filter">
      <div class="segments" role="group" aria-label="Zoom">
        ${zooms.map(
          ([
            name,
            title,
          ]) => html`<button type="button" aria-pressed=${name === zoom ? 'true' : 'false'}
            @click=${() => desk.show({ zoom: name === 'steps' ? undefined : name })}>${title}</button>`,
        )}
      </div>
      ${
        only === undefined
          ? html`<button type="button" ?disabled=${order === undefined}
              @click=${() => desk.show({ only: order })}>Only the chosen order</button>`
          : html`<button type="button" aria-pressed="true" @click=${() => desk.show({ only: undefined })}>
              Only <span class="mono">${only}</span> ×</button>`
      }
      ${
        skipped > 0
          ? html`<p class="hint">${numberText(skipped)} earlier requests are not shown.
            <button type="button" class="quiet" @click=${() => void grid.rows.loadEarlier(desk)}>Load earlier ones</button></p>`
          : nothing
      }
      <p class="news" role="status">${
        grid.rows.isPaused
          ? html`<button type="button" class="primary" @click=${() => grid.showNewest(desk)}>To the newest ↓</button>`
          : nothing
      }</p>
    </div>`
}

const journalOff = (desk: Desk) => html`
  <div class="journal-off" role="note">
    <p>The venue keeps no journal, so only its events are shown. A journal adds requests, replies and the messages to
      each subscriber. It costs about 30 µs of CPU time for each order.</p>
    ${actionButton(desk, switchJournal(desk.venue.name, true), { kind: 'primary' })}
  </div>`
