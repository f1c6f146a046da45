import type { VenueDraft } from '../../control/control-contract.ts'
import { type FieldErrors, fieldErrorsOf } from '../store/field-errors.ts'
import { openVenue } from '../store/venue-actions.ts'
import { venueDraftOf } from '../store/venue-draft.ts'
import { Refused } from './api.ts'
import type { Desk } from './desk.ts'
import { field, fieldError } from './field.ts'
import { html, nothing } from './lit-html/lit-html.js'

const form = 'open-venue'
const fields = [
  'name',
  'seed',
  'clock.speed',
  'clock.startsAt',
  'latencyMs',
  'executionDelayMs',
  'durable',
]

let errors: FieldErrors = {}
let mode = 'held'

const dialog = () => document.getElementById(form) as HTMLDialogElement | null

/** Shows the dialog with empty fields. */
export function showOpenVenueDialog(desk: Desk): void {
  errors = {}
  mode = 'held'
  dialog()?.querySelector('form')?.reset()
  dialog()?.showModal()
  desk.redraw()
}

/** The dialog that opens a venue. */
export function openVenueDialog(desk: Desk) {
  const draft = (target: EventTarget | null) =>
    venueDraftOf(
      Object.fromEntries(new FormData(target as HTMLFormElement)) as Record<string, string>,
    )
  return html`
    <dialog id=${form} aria-labelledby="open-venue-title">
      <form @submit=${(event: SubmitEvent) => submit(desk, event, draft(event.target))}
        @input=${(event: InputEvent) => desk.explain(openVenue(draft((event.target as HTMLInputElement).form)))}>
        <h2 id="open-venue-title">Open a venue</h2>
        ${field(form, 'name', errors, { label: 'Name', placeholder: 'given by the platform' })}
        ${field(form, 'seed', errors, { label: 'Seed', placeholder: 'drawn' })}
        <div class="field">
          <label for="open-venue-mode">Clock</label>
          <select id="open-venue-mode" name="mode"
            @change=${({ target }: { target: HTMLSelectElement }) => {
              mode = target.value
              desk.redraw()
            }}>
            <option value="held">held: time moves when you advance it</option>
            <option value="real">real</option>
            <option value="scaled">scaled: faster or slower</option>
          </select>
        </div>
        ${clockField()}
        ${field(form, 'latencyMs', errors, { label: 'Latency in ms', placeholder: 'as main; 0, or 100-1000', value: '0' })}
        ${field(form, 'executionDelayMs', errors, { label: 'Execution delay in ms', placeholder: 'as main; 2000, or 1500-3000' })}
        <label class="check"><input type="checkbox" name="durable"> Durable: kept in the store</label>
        ${fieldError(form, 'durable', errors)} ${fieldError(form, '', errors)}
        <div class="buttons">
          <button type="submit" class="primary">Open</button>
          <button type="button" @click=${() => dialog()?.close()}>Cancel</button>
        </div>
      </form>
    </dialog>`
}

function clockField() {
  if (mode === 'scaled') {
    return field(form, 'clock.speed', errors, {
      label: 'Venue seconds per second',
      placeholder: '60',
    })
  }
  if (mode === 'real') return nothing
  const placeholder = '2026-01-01T00:00:00Z'
  return field(form, 'clock.startsAt', errors, { label: 'Start of the clock', placeholder })
}

async function submit(desk: Desk, event: SubmitEvent, draft: VenueDraft): Promise<void> {
  event.preventDefault()
  const outcome = await desk.run(openVenue(draft))
  if ('reply' in outcome) {
    dialog()?.close()
    desk.show({
      venue: (outcome.reply.body as { name: string }).name,
      order: undefined,
      at: undefined,
    })
    return
  }
  const { failure } = outcome
  errors =
    failure instanceof Refused ? fieldErrorsOf(failure.problem, fields) : { '': failure.message }
  desk.redraw()
}
