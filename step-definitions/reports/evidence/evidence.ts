import type { OrderEvent } from '../../../api/contract/orders.ts'
import type { Excerpt, ShownText } from './excerpt.ts'

/**
 * What a scenario leaves for the report: what was asked and answered, heard and recorded. It holds no
 * secrets, and no more than can be shown. Its times are in milliseconds since the scenario began.
 */
export interface Evidence {
  /** The seed of the venue that the scenario had to itself. */
  readonly seed?: string | undefined
  readonly failure?: Failure | undefined
  /** What nobody may pass over in silence, and no step looked at. */
  readonly complaints: readonly string[]
  readonly asked: Excerpt<Asked>
  readonly streams: Excerpt<Stream>
  /** What the venue recorded, where it tells. */
  readonly log?: Excerpt<OrderEvent> | undefined
}

/** A step that failed: what it says, and what came instead. */
export interface Failure {
  readonly step: string
  readonly message: string
  /** Where two values were compared. */
  readonly expected?: string
  readonly got?: string
}

type Fields = readonly (readonly [name: string, value: string])[]

/** A request, as it went over the wire, and what came of it. */
export interface Asked {
  readonly who: string
  readonly atMs: number
  readonly method: string
  readonly url: string
  readonly headers: Fields
  readonly body?: ShownText
  readonly reply?: Answer
  /** Why there is no reply. */
  readonly silence?: string
}

/** A reply, as it came over the wire. */
export interface Answer {
  readonly afterMs: number
  readonly status: number
  readonly headers: Fields
  readonly body: ShownText
}

/** One connection to the stream. */
export interface Stream {
  readonly who: string
  readonly atMs: number
  readonly url: string
  readonly headers: Fields
  readonly told: Excerpt<Told>
  /** How many of the messages were about orders of other scenarios, which are not shown. */
  readonly foreign: number
}

/** Something that was heard or said over a stream, or happened to it. */
export interface Told {
  readonly atMs: number
  readonly is: 'heard' | 'said' | 'broken'
  readonly text: string
}
