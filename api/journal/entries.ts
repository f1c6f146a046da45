import type { IncomingHttpHeaders } from 'node:http'
import type { Instant } from '../../engine/index.ts'
import type { CommitPhase, InjectedFault } from '../faults/fault-rules.ts'
import type { ConnectionRecord } from './connection-record.ts'
import type { RuleVerdicts } from './rule-verdicts.ts'
import type { SentBody } from './sent-body.ts'

/** A range of log positions, both ends included. */
export interface Positions {
  readonly from: number
  readonly to: number
}

/** What handlers note about a request while they serve it. */
export interface Notes {
  replyHeaders?: Readonly<Record<string, string>>
  /** Undefined if there is none, or if it is too large to keep. */
  replyBody?: string
  /** Whether the venue followed the request's `Outcome` header. */
  appliesOutcome?: boolean
  /** The injected faults. The client then received something other than the reply, or nothing. */
  faults?: readonly {
    readonly rule: string
    readonly at: CommitPhase
    readonly does: InjectedFault['does']
  }[]
  /** What became of each rule at the commit; undefined if the request never came to its commit. */
  why?: RuleVerdicts
  /** The record of the stream connection that the request opened. */
  connection?: ConnectionRecord
  /** The events that the request itself caused. */
  caused?: Positions[]
}

/** A request and its reply. An entry only references existing objects; it is formatted on read. */
export interface JournalEntry extends Notes {
  /** `request` for the trading API, `control` for the control API. */
  readonly kind: 'request' | 'control'
  readonly id: number
  /** The time of arrival, on the venue's clock. */
  readonly at: Instant
  readonly method: string
  /** The path with its query. */
  readonly target: string
  readonly headers: IncomingHttpHeaders
  /** Undefined if there is none, or if it was never read. */
  body?: SentBody
  /** Undefined until the request is answered. It stays undefined if the venue crashes first. */
  reply?: { readonly at: Instant; readonly status: number }
  /** Whether the client had disconnected before the reply. */
  clientLeft?: boolean
  /** The approximate size of the entry, in bytes. */
  weight: number
}

/** Larger replies are not kept: they would evict too many other entries. */
const maxReplyCharacters = 64 * 1024

/** Records the body of a reply, unless it has more than 64 Ki characters. */
export function recordReply(notes: Notes, body: string): void {
  if (body.length <= maxReplyCharacters) notes.replyBody = body
}

/** Records that a request caused all events after one position, up to and including another. */
export function addEffects(notes: Notes, after: number, to: number): void {
  if (to === after) return
  const { caused = [] } = notes
  const last = caused.at(-1)
  notes.caused =
    last?.to === after
      ? caused.with(-1, { from: last.from, to })
      : [...caused, { from: after + 1, to }]
}
