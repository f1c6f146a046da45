import type { JsMsg } from '@nats-io/jetstream'
import type { Commit, OrderEvent } from '../../engine/index.ts'
import { createEventReader } from './event-row.ts'
import { commitOf, type Envelope } from './nats-message.ts'

/** What this node has read of the log of a venue. */
export interface Replica {
  readonly venue: string
  /** The id of the log; undefined while the venue has none. */
  readonly log: string | undefined
  /** The node that wrote the last message. */
  readonly owner: string
  readonly events: readonly OrderEvent[]
  /** In the order of their last change. */
  readonly records: ReadonlyMap<string, unknown>
  /** The sequence of the last message. */
  readonly sequence: number
  /** When the log was created, in nanoseconds, on the clock of a server. */
  readonly createdAt: bigint
  /** Why the log cannot be read. */
  readonly damage: Error | undefined
}

/** A commit that is complete now, or `start` or `end` of a log. */
export type Change = Commit | 'start' | 'end'

export type WritableReplica = ReturnType<typeof createReplica>

/** Creates the replica of a venue without messages. */
export function createReplica(venue: string) {
  const events: OrderEvent[] = []
  const records = new Map<string, unknown>()
  let read = createEventReader()
  /** The parts so far of a commit that is not complete. */
  let parts: Uint8Array[] = []
  const state = {
    log: undefined as string | undefined,
    owner: '',
    sequence: 0,
    createdAt: 0n,
    damage: undefined as Error | undefined,
  }

  function clear(): void {
    events.length = 0
    records.clear()
    read = createEventReader()
    state.damage = undefined
  }

  function apply(commit: Commit): void {
    for (const event of commit.events) events.push(event)
    for (const [name, value] of commit.records) {
      records.delete(name)
      if (value !== undefined) records.set(name, value)
    }
  }

  /** Adds a part of a commit. Returns the commit once it is complete. */
  function addPart({ part }: Envelope, data: Uint8Array, own: Commit | undefined) {
    const [nth, count] = part.split('/').map(Number)
    // A takeover between two parts has ended the earlier commit.
    if (nth === 1) parts = []
    parts.push(data)
    if (nth !== count) return undefined
    const commit = own ?? commitOf(joined(parts), events.length, read)
    parts = []
    apply(commit)
    return commit
  }

  return Object.assign(state, {
    venue,
    events,
    records,
    /** Takes in the next message. `own` is the commit if this node wrote it. */
    take(message: JsMsg, envelope: Envelope, own: Commit | undefined): Change | undefined {
      const { kind, log, owner } = envelope
      Object.assign(state, { sequence: message.seq, owner })
      if (kind === 'commit') {
        try {
          return addPart(envelope, message.data, own)
        } catch (error) {
          state.damage ??= error as Error
          return undefined
        }
      }
      clear()
      const isStart = kind === 'start'
      Object.assign(state, { log: isStart ? log : undefined, createdAt: message.timestampNanos })
      return kind
    },
  })
}

const joined = (parts: readonly Uint8Array[]): Uint8Array =>
  parts.length === 1 ? (parts[0] as Uint8Array) : Buffer.concat(parts)
