import type { Recording } from '../../../control/recording-contract.ts'
import { curlScript } from '../../store/export/curl-script.ts'
import { type Run, runOf } from '../../store/export/run.ts'
import { testText } from '../../store/export/test-text.ts'
import { exportRecording, switchJournal } from '../../store/journal-actions.ts'
import { resetVenue } from '../../store/venue-actions.ts'
import { actionButton } from '../action-button.ts'
import type { Outcome } from '../api.ts'
import type { Desk } from '../desk.ts'
import { html, nothing } from '../lit-html/lit-html.js'
import type { Panel } from '../panel.ts'
import { mostSteps, readRun } from '../read-run.ts'
import { codeBlock } from './code-block.ts'
import { loadingView } from './loading.ts'

/** An export that can be saved. */
interface Exported {
  readonly venue: string
  readonly title: string
  readonly file: string
  readonly text: string
  readonly url: string
  readonly isComplete: boolean
}

interface Format {
  readonly title: string
  readonly extension: string
  write(run: Run): string
}

const formats: readonly Format[] = [
  { title: 'As test', extension: 'test.mjs', write: testText },
  { title: 'As curl script', extension: 'sh', write: curlScript },
  {
    title: 'As recording',
    extension: 'recording.json',
    write: ({ recording }) => `${JSON.stringify(recording, undefined, 2)}\n`,
  },
]

let exported: Exported | undefined
let failure: string | undefined

/** Exports what has happened in the venue, to run it again, and loads a recording. */
export const exporting: Panel = {
  id: 'export',
  title: 'Export',
  place: 'main',
  view(desk) {
    const { state, name } = desk.venue
    const shown = exported?.venue === name ? exported : undefined
    return html`
      <div class="export">
        <p>Run again what has happened in this venue: its rules, the moves of its clock, and each request. The test
          asserts what clients saw. To turn it into a failing test for your client, let your client send the requests,
          and assert what it should have done.</p>
        ${
          state && !state.journal
            ? hint('The venue keeps no journal, so nothing is recorded.', [
                actionButton(desk, switchJournal(name, true), { kind: 'primary' }),
              ])
            : html`<div class="buttons">${formats.map((format) => exportButton(desk, format))}</div>`
        }
        ${failure ? html`<p class="bad" role="alert">${failure}</p>` : nothing}
        ${
          shown && !shown.isComplete
            ? hint(
                'The journal lacks the start of the venue, or a secret. Reset the venue, and play it again.',
                [actionButton(desk, resetVenue(name))],
              )
            : nothing
        }
        ${
          shown
            ? html`<p><a class="download" download=${shown.file} href=${shown.url}>Save ${shown.file}</a></p>
                ${codeBlock(shown.title, shown.text)}`
            : nothing
        }
        ${loadingView(desk)}
      </div>`
  },
}

const hint = (text: string, buttons: unknown) =>
  html`<div class="buttons" role="note"><p>${text}</p>${buttons}</div>`

const exportButton = (desk: Desk, format: Format) =>
  actionButton(desk, exportRecording(desk.venue.name, format.title), {
    onDone: (outcome) => void write(desk, format, outcome),
  })

/** Makes the export of a recording that was read. */
async function write(desk: Desk, format: Format, outcome: Outcome): Promise<void> {
  exported = undefined
  failure = undefined
  if ('reply' in outcome) {
    const recording = outcome.reply.body as Recording
    await exportOf(desk, format, recording).catch((error: Error) => {
      failure = error.message
    })
  }
  desk.redraw()
}

async function exportOf(desk: Desk, format: Format, recording: Recording): Promise<void> {
  const { steps, isComplete, venue } = recording
  const isLong = steps.length > mostSteps && format.extension === 'test.mjs'
  if (isLong) {
    throw new Error(
      `The run has ${steps.length} steps, and a test at most ${mostSteps}. Export it as a recording, or reset the venue and play less.`,
    )
  }
  const text = format.write(runOf(await readRun(desk, recording), location.origin))
  const url = URL.createObjectURL(new Blob([text]))
  exported = {
    venue,
    title: format.title,
    file: `papertape-${venue}.${format.extension}`,
    text,
    url,
    isComplete,
  }
}
