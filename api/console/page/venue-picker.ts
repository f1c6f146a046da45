import type { VenueState } from '../../control/control-contract.ts'
import { listVenues } from '../store/venue-actions.ts'
import { outcomeOf } from './api.ts'
import type { Desk } from './desk.ts'
import { html } from './lit-html/lit-html.js'
import { openVenueDialog, showOpenVenueDialog } from './open-venue-dialog.ts'

/** The names of the venues, as last read. */
let names: readonly string[] = []

async function readNames(desk: Desk): Promise<void> {
  const outcome = await outcomeOf(desk.urls, listVenues)
  if (!('reply' in outcome)) return
  names = (outcome.reply.body as VenueState[]).map(({ name }) => name)
  desk.redraw()
}

/** Picks the venue that is shown, or opens another one. */
export function venuePicker(desk: Desk) {
  const { venue } = desk.view
  const all = names.includes(venue) ? names : [venue, ...names]
  const read = () => void readNames(desk)
  return html`
    <label class="picker">Venue
      <select @pointerdown=${read} @focus=${read}
        @change=${({ target }: { target: HTMLSelectElement }) =>
          desk.show({ venue: target.value, order: undefined, at: undefined })}>
        ${all.map((name) => html`<option value=${name} ?selected=${name === venue}>${name}</option>`)}
      </select>
    </label>
    <button type="button" @click=${() => showOpenVenueDialog(desk)}>Open a venue…</button>
    ${openVenueDialog(desk)}`
}
