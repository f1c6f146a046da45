import type { MsgHdrs } from '@nats-io/transport-node'
import type { Commit, OrderEvent } from '../../engine/index.ts'
import { type Row, rowOf } from './event-row.ts'

/** What a message does: `start` begins a new log of the venue, `end` removes the log. */
type Kind = 'start' | 'commit' | 'end'

/** The headers of a message. */
export interface Envelope {
  readonly kind: Kind
  /** Unique to the commit. A commit that does not fit into one message has several parts. */
  readonly commit: string
  /** Such as `1/1`. A commit counts once its last part is there. */
  readonly part: string
  /** The node that wrote it. */
  readonly owner: string
  /** The id of the log. */
  readonly log: string
}

export const headerNames = {
  kind: 'Papertape-Kind',
  commit: 'Papertape-Commit',
  part: 'Papertape-Part',
  owner: 'Papertape-Owner',
  log: 'Papertape-Log',
} as const satisfies Record<keyof Envelope, string>

/** Reads the headers of a message; undefined if it is not papertape's. */
export function envelopeOf(headers: MsgHdrs | undefined): Envelope | undefined {
  if (!headers?.has(headerNames.log)) return undefined
  return {
    kind: headers.get(headerNames.kind) as Kind,
    commit: headers.get(headerNames.commit),
    part: headers.get(headerNames.part),
    owner: headers.get(headerNames.owner),
    log: headers.get(headerNames.log),
  }
}

/** The body of a commit. A record without a value is removed. */
interface Body {
  readonly first: number
  readonly events: readonly Row[]
  readonly records: readonly (readonly [name: string, value?: unknown])[]
}

/** Encodes a commit. */
export function bodyOf({ events, records }: Commit): Uint8Array {
  const body: Body = {
    first: events[0]?.position ?? 0,
    events: events.map(rowOf),
    records: [...records].map(([name, value]) => (value === undefined ? [name] : [name, value])),
  }
  return new TextEncoder().encode(JSON.stringify(body))
}

/** Decodes a commit that follows a position. Throws if it does not. */
export function commitOf(
  data: Uint8Array,
  end: number,
  read: (row: Row, position: number) => OrderEvent,
): Commit {
  const { first, events, records }: Body = JSON.parse(new TextDecoder().decode(data))
  if (events.length > 0 && first !== end + 1) {
    throw new Error(`position ${first} does not follow ${end}`)
  }
  return {
    events: events.map((row, nth) => read(row, end + 1 + nth)),
    records: new Map(records.map(([name, value]) => [name, value])),
  }
}

/** Splits a body into parts of at most `size` bytes; an empty body is one part. */
export function partsOf(body: Uint8Array, size: number): Uint8Array[] {
  const parts: Uint8Array[] = []
  for (let at = 0; at === 0 || at < body.length; at += size)
    parts.push(body.subarray(at, at + size))
  return parts
}
