import { numberText } from '../../store/instant-text.ts'
import type { Desk } from '../desk.ts'
import { html } from '../lit-html/lit-html.js'
import { explainLoading, loadEvents } from '../load-events.ts'
import type { Panel } from '../panel.ts'

/** Says which messages did not arrive, and loads what they said. */
export const skipped: Panel = {
  id: 'skipped',
  title: 'Skipped',
  place: 'strip',
  view(desk) {
    const missing = desk.venue.store?.missing
    if (!missing || missing.count === 0) return html``
    const [first = { from: 1, to: 1 }] = missing.ranges
    const { from, to } = first
    const explain = () => explainLoading(desk, first)
    const where =
      from === to
        ? `position ${numberText(from)}`
        : `positions ${numberText(from)} to ${numberText(to)}`
    const more = missing.ranges.length > 1 ? ` and ${missing.ranges.length - 1} other places` : ''
    return html`
      <p class="skipped" role="status"><strong>${numberText(missing.count)} skipped</strong>
        <span>Messages for ${where}${more} did not arrive. Orders may look out of date.</span>
        <button type="button" @pointerenter=${explain} @focus=${explain} @click=${() => void loadAll(desk)}>Load them from the log</button></p>`
  },
}

async function loadAll(desk: Desk): Promise<void> {
  for (const range of desk.venue.store?.missing.ranges ?? []) await loadEvents(desk, range)
}
