import type { IncomingHttpHeaders } from 'node:http'
import type { Instant } from '../../engine/index.ts'
import type { CommitPhase, InjectedFault } from '../faults/fault-rules.ts'
import type { ConnectionRecord } from './connection-record.ts'
import type { SentBody } from './sent-body.ts'

/** Some positions of the log in a row, both ends included. */
export interface Positions {
  readonly from: number
  readonly to: number
}

/** What is noted of a request by those who serve it. */
export interface Notes {
  replyHeaders?: Readonly<Record<string, string>>
  /** Undefined where there was none, or it was too large to be kept. */
  replyBody?: string
  /** Whether it said by a header what is to become of its order, and was heeded. */
  heedsOutcome?: boolean
  /** The faults that it met, or its reply: its client then got something else than the reply, or nothing. */
  faults?: readonly {
    readonly rule: string
    readonly at: CommitPhase
    readonly does: InjectedFault['does']
  }[]
  /** What its client was told and said, where it began to listen by it. */
  connection?: ConnectionRecord
  /** The events that it caused itself. */
  caused?: Positions[]
}

/**
 * A request and what came of it. It only refers to what was there anyway: nothing is copied, and
 * nothing is put into words before somebody reads it.
 */
export interface RequestEntry extends Notes {
  /** Of a trading client, or of who controls the venue. */
  readonly kind: 'request' | 'control'
  readonly id: number
  /** When it arrived, by the venue's clock. */
  readonly at: Instant
  readonly method: string
  /** The path with its query. */
  readonly target: string
  readonly headers: IncomingHttpHeaders
  /** Undefined where there was none, or nobody read it. */
  body?: SentBody
  /** Undefined while it is not answered; for ever, where the venue crashed meanwhile. */
  reply?: { readonly at: Instant; readonly status: number }
  /** Whether its client had gone when it was answered. */
  clientLeft?: boolean
  /** How much the journal takes it to weigh, in bytes. */
  weight: number
}

/** Something that the journal tells. */
export type JournalEntry = RequestEntry

/** A larger reply is not kept: it would drive out all else. */
const mostReplyCharacters = 64 * 1024

/** Keeps what a request is answered with. */
export function recordReply(notes: Notes, body: string): void {
  if (body.length <= mostReplyCharacters) notes.replyBody = body
}

/** Adds to what a request did: all events after one position, up to another. */
export function addEffects(notes: Notes, after: number, to: number): void {
  if (to === after) return
  const { caused = [] } = notes
  const last = caused.at(-1)
  notes.caused =
    last?.to === after
      ? caused.with(-1, { from: last.from, to })
      : [...caused, { from: after + 1, to }]
}
