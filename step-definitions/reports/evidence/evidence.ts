import type { OrderEvent } from '../../../api/contract/orders.ts'
import type { Excerpt, ShownText } from './excerpt.ts'

/**
 * What a scenario sent and received, and what its venue recorded, for the report. It contains no
 * secrets, and excerpts where there is too much to show. Times are in milliseconds since the
 * scenario started.
 */
export interface Evidence {
  /** The seed of the scenario's own venue. */
  readonly seed?: string | undefined
  readonly failure?: Failure | undefined
  /** Refusals that no step checked, and replies and messages that break the contract. */
  readonly complaints: readonly string[]
  /** Everything that was sent and received, in order of time. */
  readonly timeline: readonly Moment[]
  /** The requests and the connections that the timeline shows, in order of time. */
  readonly requests: Excerpt<RecordedRequest>
  readonly streams: Excerpt<RecordedStream>
  /** The venue's log, where the target publishes it. */
  readonly log?: Excerpt<OrderEvent> | undefined
}

/** A step that failed. */
export interface Failure {
  readonly step: string
  readonly message: string
  /** These two are set where the step compared values. */
  readonly expected?: string
  readonly got?: string
}

type Fields = readonly (readonly [name: string, value: string])[]

/** A request as it was sent, and its reply. */
export interface RecordedRequest {
  readonly who: string
  readonly atMs: number
  readonly method: string
  readonly url: string
  readonly headers: Fields
  readonly body?: ShownText
  readonly reply?: RecordedReply
  /** Why there is no reply. */
  readonly noReply?: string
}

/** A reply as it was received. */
export interface RecordedReply {
  readonly afterMs: number
  readonly status: number
  readonly headers: Fields
  readonly body: ShownText
}

/** One connection to the stream. */
export interface RecordedStream {
  readonly who: string
  readonly url: string
  readonly headers: Fields
  /** How many messages were about orders of other scenarios; the timeline leaves these out. */
  readonly foreign: number
}

export type StreamKind = 'received' | 'sent' | 'broken'

/** One row of a timeline. `nth` is the place in the list of requests or of connections. */
export type Moment =
  | { readonly is: 'request' | 'reply' | 'connection'; readonly atMs: number; readonly nth: number }
  | {
      readonly is: StreamKind
      readonly atMs: number
      readonly who: string
      /** The message, or why the connection broke. */
      readonly text: string
    }
  /** A step failed. */
  | { readonly is: 'failed'; readonly atMs: number }
  | Omission

/** How much the timeline leaves out in this place. */
export type Omission = { readonly is: 'omitted' } & Readonly<
  Record<'requests' | 'replies' | 'messages', number>
>
