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
  readonly atMs: number
  readonly url: string
  readonly headers: Fields
  readonly entries: Excerpt<StreamEntry>
  /** How many messages were about orders of other scenarios; these are not shown. */
  readonly foreign: number
}

/** A message over a stream, or the reason why the stream broke. */
export interface StreamEntry {
  readonly atMs: number
  readonly is: 'received' | 'sent' | 'broken'
  readonly text: string
}
