import type { VenueState } from '../control/control-contract.ts'
import type { Frame, FrameQuery } from '../control/frame-contract.ts'
import type {
  CountQuery,
  JournalCount,
  JournalDraft,
  JournalEntry,
  JournalQuery,
} from '../control/journal-contract.ts'
import type { MessageWhy, Why, WhyQuery } from '../control/why-contract.ts'
import { type ControlClient, searchOf } from './control-request.ts'

/** The parameters of a query, all optional. */
type Filter<Parameters> = { readonly [Name in keyof Parameters]?: Parameters[Name] | undefined }

/** Which entries to list, and how many at most: by default all. */
export type JournalFilter = Filter<JournalQuery>

/** Which entries to count: by default all. */
export type CountFilter = Filter<CountQuery>

/** Which frames to list, and how many at most: by default all. */
export type FrameFilter = Filter<Omit<FrameQuery, 'cursor'>>

/** What trading clients sent to a venue and received. A venue without a journal refuses. */
export interface JournalControl {
  /**
   * Lists the entries that match, oldest first. It reads as many pages as there are.
   * @example
   * const placements = await venue.journal.list({ kind: 'request', method: 'POST', path: '/orders' })
   * const keys = placements.map(({ headers }) => headers['idempotency-key'])
   */
  list(filter?: JournalFilter): Promise<JournalEntry[]>
  /**
   * Counts the entries that match, without reading them.
   * @example
   * const { count } = await venue.journal.count({ status: 409 })
   */
  count(filter?: CountFilter): Promise<JournalCount>
  /**
   * Lists what went over the stream connection that an entry opened, in order: messages, sent or not,
   * the client's frames, and the end.
   * @example
   * for (const { id, stream } of await venue.journal.list({ path: '/ws' })) {
   *   if (stream) console.log(await venue.journal.frames(id, { by: 'client' }))
   * }
   */
  frames(entry: number, filter?: FrameFilter): Promise<Frame[]>
  /**
   * Explains which rules applied to a request, which nearly did, and why not; or with a position, to a
   * message on the stream connection that the entry opened.
   * @example
   * const [placement] = await venue.journal.list({ orderId: order.orderId })
   * const { text, rules } = await venue.journal.why(placement.id)
   */
  why(entry: number, message?: WhyQuery): Promise<Why>
  /**
   * Explains which stream faults applied to the message about a position, which nearly did, and why not.
   * @example
   * const { text, rules } = await venue.journal.whyMessage(1)
   */
  whyMessage(position: number): Promise<MessageWhy>
  /**
   * Switches the journal on or off. Off deletes its entries. A reset and a restart keep the setting.
   * @example
   * await venue.journal.set({ on: true })
   */
  set(setting: JournalDraft): Promise<VenueState>
  /**
   * Deletes all entries. A recording exported later is incomplete.
   * @example
   * await venue.journal.clear()
   */
  clear(): Promise<void>
}

/** The journal at a path. */
export const journalAt = ({ request, list }: ControlClient, path: string): JournalControl => ({
  list: (filter = {}) => list(path, filter),
  count: (filter = {}) => request('GET', `${path}/count${searchOf(filter)}`),
  frames: (entry, filter = {}) => list(`${path}/${entry}/frames`, filter),
  why: (entry, message) =>
    request('GET', `${path}/${entry}/why${message ? searchOf(message) : ''}`),
  whyMessage: (position) => request('GET', `${path}/messages/${position}/why`),
  set: (setting) => request('PUT', path, setting),
  clear: () => request('DELETE', path),
})
