import type { RecordedStep } from '../../control/recording-contract.ts'
import type { Action } from './action.ts'
import { inCode } from './in-code.ts'
import { venuePath } from './venue-actions.ts'

/** The path of a venue's journal. */
export const journalPath = (venue: string) => `${venuePath(venue)}/journal`

export const switchJournal = (venue: string, on: boolean): Action => ({
  label: on ? 'Journal on' : 'Journal off',
  api: 'control',
  method: 'PUT',
  path: journalPath(venue),
  body: { on },
  code: `venue.journal.set(${inCode({ on })})`,
})

/** Lists entries after one. */
export const listEntries = (venue: string, after: number, limit = 1000): Action => ({
  label: 'List entries',
  api: 'control',
  method: 'GET',
  path: `${journalPath(venue)}?after=${after}&limit=${limit}`,
  code: `venue.journal.list(${inCode({ after, limit })})`,
})

export const countEntries = (venue: string): Action => ({
  label: 'Count entries',
  api: 'control',
  method: 'GET',
  path: `${journalPath(venue)}/count`,
})

/** Lists the frames of a stream connection from a cursor on. */
export const listFrames = (venue: string, entry: number, cursor?: string): Action => ({
  label: 'List frames',
  api: 'control',
  method: 'GET',
  path: `${journalPath(venue)}/${entry}/frames?limit=1000${cursor === undefined ? '' : `&cursor=${cursor}`}`,
})

/** Exports the run of a venue. */
export const exportRecording = (venue: string, label: string): Action => ({
  label,
  api: 'control',
  method: 'GET',
  path: `${venuePath(venue)}/recording`,
  code: 'venue.exportRecording()',
})

/** Plays steps of a recording. */
export const playSteps = (venue: string, steps: readonly RecordedStep[]): Action => ({
  label: 'Play',
  api: 'control',
  method: 'POST',
  path: `${venuePath(venue)}/steps`,
  body: { steps },
})

export const readDigest = (venue: string): Action => ({
  label: 'Read the digest',
  api: 'control',
  method: 'GET',
  path: `${venuePath(venue)}/log/digest`,
  code: 'venue.readLogDigest()',
})
