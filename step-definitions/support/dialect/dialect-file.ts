/** The type of a dialect. `dialect.schema.json` describes each part. */
export interface DialectFile {
  readonly latencyMs?: string
  readonly executionDelayMs?: string
  readonly fields?: FieldSpellings
  readonly place?: EndpointSpelling & { readonly ticket?: string }
  readonly find?: EndpointSpelling
  readonly list?: EndpointSpelling & { readonly orders?: string }
  readonly cancel?: EndpointSpelling
  readonly refusals?: Partial<Record<RefusalMeaning, readonly number[]>>
  readonly stream?: StreamSpelling
}

export type Endpoint = 'place' | 'find' | 'list' | 'cancel'
export type RefusalMeaning = 'badTicket' | 'unknownOrder' | 'tooLate'

interface EndpointSpelling {
  readonly request?: string
  readonly success?: readonly number[]
  readonly order?: string
  readonly fields?: FieldSpellings
}

export interface StreamSpelling {
  readonly path?: string
  readonly subscribe?: readonly unknown[]
  readonly subscribed?: MessageKind
  readonly notices?: readonly MessageKind[]
  readonly changes?: string
  readonly change?: MessageKind
  readonly order?: string
  readonly fields?: FieldSpellings
}

/** By the contract's names of fields. */
export type FieldSpellings = Readonly<Record<string, FieldSpelling>>
export type FieldSpelling = string | null | SpelledField

export interface SpelledField {
  readonly name?: string
  /** The target's words for each of the contract's. */
  readonly words?: Readonly<Record<string, Word | readonly Word[]>>
  readonly as?: Notation
}

type Word = string | number
export type Notation = 'number' | 'text' | 'epoch-ms' | 'epoch-s'

type Scalar = string | number | boolean

export interface MessageKind {
  readonly at?: string
  readonly is?: Scalar | readonly Scalar[]
  readonly text?: string
}
