import type { Action } from './action.ts'
import { inCode } from './in-code.ts'
import { journalPath } from './journal-actions.ts'

/** Which requests of an order to list: by its id, or by its clientOrderId, which failed placements have too. */
export type RequestsOf = { readonly orderId: string } | { readonly clientOrderId: string }

/** Lists the requests about an order. */
export const listRequests = (venue: string, order: RequestsOf): Action => {
  const filter = { kind: 'request', ...order, limit: 1000 } as const
  return {
    label: 'List its requests',
    api: 'control',
    method: 'GET',
    path: `${journalPath(venue)}?${new URLSearchParams({ ...filter, limit: `${filter.limit}` })}`,
    code: `venue.journal.list(${inCode(filter)})`,
  }
}

/** Reads one entry of the journal, and perhaps the next one. */
export const readEntry = (venue: string, entry: number): Action => ({
  label: 'Read the entry',
  api: 'control',
  method: 'GET',
  path: `${journalPath(venue)}?after=${entry - 1}&limit=1`,
  code: `venue.journal.list(${inCode({ after: entry - 1, limit: 1 })})`,
})

/** Explains a request, or with a position a message on the connection that the entry opened. */
export const explainEntry = (venue: string, entry: number, position?: number): Action => ({
  label: 'Explain',
  api: 'control',
  method: 'GET',
  path: `${journalPath(venue)}/${entry}/why${position === undefined ? '' : `?position=${position}`}`,
  code: `venue.journal.why(${entry}${position === undefined ? '' : `, ${inCode({ position })}`})`,
})

/** Explains the message about a position. */
export const explainMessage = (venue: string, position: number): Action => ({
  label: 'Explain',
  api: 'control',
  method: 'GET',
  path: `${journalPath(venue)}/messages/${position}/why`,
  code: `venue.journal.whyMessage(${position})`,
})
