import type { AdvanceDraft, VenueDraft } from '../../control/control-contract.ts'
import type { Action } from './action.ts'
import { inCode } from './in-code.ts'

/** The path of a venue in the control API. */
export const venuePath = (venue: string) => `/venues/${encodeURIComponent(venue)}`

const advance = (label: string, venue: string, how: AdvanceDraft): Action => ({
  label,
  api: 'control',
  method: 'POST',
  path: `${venuePath(venue)}/clock/advance`,
  body: how,
  code: `venue.advance(${inCode(how)})`,
})

export const advanceBy = (venue: string, byMs: number, label: string) =>
  advance(label, venue, { byMs })

export const advanceTo = (venue: string, to: string, label: string) => advance(label, venue, { to })

export const advanceUntilIdle = (venue: string) => advance('Until idle', venue, { untilIdle: true })

export const openVenue = (draft: VenueDraft): Action => ({
  label: 'Open',
  api: 'control',
  method: 'POST',
  path: '/venues',
  body: draft,
  code: `platform.openVenue(${inCode(draft)})`,
})

export const resetVenue = (venue: string): Action => ({
  label: 'Reset',
  api: 'control',
  method: 'POST',
  path: `${venuePath(venue)}/reset`,
  code: 'venue.reset()',
})

export const restartVenue = (venue: string): Action => ({
  label: 'Crash and restart',
  api: 'control',
  method: 'POST',
  path: `${venuePath(venue)}/restart`,
  code: 'venue.restart()',
})

export const closeVenue = (venue: string): Action => ({
  label: 'Close',
  api: 'control',
  method: 'DELETE',
  path: venuePath(venue),
  code: 'venue.close()',
})

export const listVenues: Action = {
  label: 'List venues',
  api: 'control',
  method: 'GET',
  path: '/venues',
  code: 'platform.listVenues()',
}

/** Finds the trading API. */
export const readPlatform: Action = {
  label: 'Find the trading API',
  api: 'control',
  method: 'GET',
  path: '/platform',
  code: 'platform.readPlatform()',
}
