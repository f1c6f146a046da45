/** What kind of step a row shows. */
export type RowKind = 'request' | 'reply' | 'event' | 'message' | 'received' | 'end'

/** One step of the timeline, in one lane. */
export interface TimelineRow {
  /** Unique, and the same whenever the row is made again. */
  readonly id: string
  readonly kind: RowKind
  /** The instant, on the venue's clock. */
  readonly at: string
  /** The id of its lane. */
  readonly lane: string
  readonly text: string
  /** What went wrong with it: `lost`, `doubled`, `swapped`, `delayed`, … */
  readonly mark?: string | undefined
  /** How it fared in a race. */
  readonly race?: string | undefined
  /** The journal entry of a request or a reply, or of the connection of a message. */
  readonly entry?: number | undefined
  /** The position in the log of an event or of a message about one. */
  readonly position?: number | undefined
  /** The ids of the orders that it concerns. */
  readonly orders: readonly string[]
}

/** A column of the timeline. */
export interface Lane {
  readonly id: string
  readonly title: string
}
