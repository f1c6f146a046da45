import type { VenueState } from '../../../control/control-contract.ts'
import type { LogDigest } from '../../../control/log-digest.ts'
import type { Recording } from '../../../control/recording-contract.ts'
import { numberText } from '../../store/instant-text.ts'
import { playSteps, readDigest } from '../../store/journal-actions.ts'
import { draftFor, parseRecording, partsOf } from '../../store/recording-file.ts'
import { listVenues, openVenue } from '../../store/venue-actions.ts'
import { send } from '../api.ts'
import type { Desk } from '../desk.ts'
import { html, nothing } from '../lit-html/lit-html.js'

/** What becomes of the recording that was chosen last. */
let progress = ''
let failure: string | undefined
/** Undefined while no recording is loaded. */
let stop: (() => void) | undefined

/** A chooser for a recording: it is played in a new venue, which is then shown. */
export const loadingView = (desk: Desk) => html`
  <section class="loading" aria-label="Load a recording">
    <h3>Load a recording</h3>
    <p>It is played in a new venue with a held clock. No client has to run.</p>
    <div class="buttons">
      <input type="file" accept=".json,application/json" aria-label="The recording" ?disabled=${stop !== undefined}
        @change=${({ target }: { target: HTMLInputElement }) => void load(desk, target)}>
      ${stop ? html`<button type="button" @click=${() => stop?.()}>Stop</button>` : nothing}
    </div>
    <p role="status">${progress}</p>
    ${failure ? html`<p class="bad" role="alert">${failure}</p>` : nothing}
  </section>`

async function load(desk: Desk, input: HTMLInputElement): Promise<void> {
  const [file] = input.files ?? []
  if (!file) return
  const stopping = new AbortController()
  stop = () => stopping.abort()
  failure = undefined
  progress = `Reads ${file.name}…`
  desk.redraw()
  try {
    await play(desk, parseRecording(await file.text(), file.name), stopping.signal)
  } catch (error) {
    failure = (error as Error).message
    progress = ''
  }
  stop = undefined
  input.value = ''
  desk.redraw()
}

async function play(desk: Desk, recording: Recording, signal: AbortSignal): Promise<void> {
  const { urls } = desk
  const venues = (await send(urls, listVenues)).body as VenueState[]
  const draft = draftFor(
    recording,
    venues.map(({ name }) => name),
  )
  await send(urls, openVenue(draft))
  desk.show({ venue: draft.name, order: undefined, at: undefined })
  let played = 0
  for (const steps of partsOf(recording)) {
    if (signal.aborted) break
    await send(urls, playSteps(draft.name, steps))
    played += steps.length
    progress = `${draft.name}: ${numberText(played)} of ${numberText(recording.steps.length)} steps`
    desk.redraw()
  }
  if (signal.aborted) return
  const { digest, story } = (await send(urls, readDigest(draft.name))).body as LogDigest
  const isHeld = recording.clock === 'held'
  const { digests } = recording
  const isSame = isHeld ? digest === digests.digest : story === digests.story
  progress = isSame
    ? `${draft.name} has ${isHeld ? 'the same log' : 'the same story'} as the recording.`
    : `${draft.name} has another log than the recording. Another version of papertape may have made it.`
}
