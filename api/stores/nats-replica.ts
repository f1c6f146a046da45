import { DeliverPolicy, type JsMsg } from '@nats-io/jetstream'
import type { Commit, OrderEvent } from '../../engine/index.ts'
import { createEventReader } from './event-row.ts'
import { type NatsLink, streams, venueOf } from './nats-connection.ts'
import { commitOf, type Envelope, envelopeOf } from './nats-message.ts'

/** What this node has read of the log of a venue. */
export interface Replica {
  readonly venue: string
  /** Undefined while the venue has no log. */
  readonly log: string | undefined
  /** The node that wrote the last message: the one that may write the next. */
  readonly owner: string
  readonly events: readonly OrderEvent[]
  /** In the order of their last change. */
  readonly records: ReadonlyMap<string, unknown>
  /** The sequence of the last message. */
  readonly sequence: number
  /** When the log was created, in nanoseconds: the clock of a server. */
  readonly createdAt: bigint
  /** Why the log cannot be read. */
  readonly damage: Error | undefined
}

/** Receives each change after it was applied to the replica. `commit` is undefined for `start` and `end`. */
export type OnChange = (replica: Replica, commit: Commit | undefined) => void

type Mutable = {
  -readonly [K in keyof Replica]: Replica[K]
} & {
  events: OrderEvent[]
  records: Map<string, unknown>
  read: ReturnType<typeof createEventReader>
  /** The parts so far of a commit that is not complete. */
  parts: Uint8Array[]
}

export interface ReplicasOptions {
  /** Receives how many of the messages have been read, now and then, until all of the start are. */
  readonly onProgress: (loaded: number, total: number) => void
  /** The own commits whose acknowledgement is awaited: they are not decoded again. */
  readonly ownCommits: ReadonlyMap<string, Commit>
}

export type Replicas = Awaited<ReturnType<typeof followStreams>>

/** Reads all streams, from the first message on, for as long as the connection is open. */
export async function followStreams(link: NatsLink, { onProgress, ownCommits }: ReplicasOptions) {
  const replicas = new Map<string, Mutable>()
  const waiting = new Set<() => void>()
  const listeners = new Set<OnChange>()
  const ends = new Map<string, number>()
  let loaded = 0

  function receive(message: JsMsg): void {
    const { headers, subject, seq, data } = message
    ends.set(message.info.stream, seq)
    const envelope = envelopeOf(headers)
    if (envelope) {
      const venue = venueOf(subject)
      const replica = replicas.get(venue) ?? empty(venue)
      replicas.set(venue, replica)
      replica.sequence = seq
      replica.owner = envelope.owner
      const commit = apply(replica, envelope, data, message)
      if (commit !== 'incomplete') for (const tell of listeners) tell(replica, commit)
    }
    for (const wake of [...waiting]) wake()
  }

  function apply(
    replica: Mutable,
    envelope: Envelope,
    data: Uint8Array,
    message: JsMsg,
  ): Commit | 'incomplete' | undefined {
    if (envelope.kind !== 'commit') {
      const log = envelope.kind === 'start' ? envelope.log : undefined
      Object.assign(replica, empty(replica.venue), { log, createdAt: message.timestampNanos })
      Object.assign(replica, { owner: envelope.owner, sequence: message.seq })
      return undefined
    }
    const [part, parts] = envelope.part.split('/').map(Number)
    // A takeover between two parts ends the commit.
    if (part === 1) replica.parts = []
    replica.parts.push(data)
    if (part !== parts) return 'incomplete'
    try {
      const commit =
        ownCommits.get(envelope.commit) ??
        commitOf(joined(replica.parts), replica.events.length, replica.read)
      for (const event of commit.events) replica.events.push(event)
      for (const [name, value] of commit.records) {
        replica.records.delete(name)
        if (value !== undefined) replica.records.set(name, value)
      }
      return commit
    } catch (error) {
      replica.damage ??= error as Error
      return 'incomplete'
    } finally {
      replica.parts = []
    }
  }

  /** Resolves once a condition holds that a message can bring about. Rejects after `ms`. */
  function until(holds: () => boolean, ms: number): Promise<void> {
    if (holds()) return Promise.resolve()
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => end(() => reject(new Error('no message arrives'))), ms)
      const wake = () => holds() && end(resolve)
      function end(settle: () => void) {
        clearTimeout(timer)
        waiting.delete(wake)
        settle()
      }
      waiting.add(wake)
    })
  }

  const total = await endsOf(link)
  const all = [...total.values()].reduce((sum, end) => sum + end, 0)
  const stops = await Promise.all(
    streams.map(async (stream) => {
      const consumer = await link.jetStream.consumers.get(stream, {
        deliver_policy: DeliverPolicy.All,
      })
      const messages = await consumer.consume({ ...pulling, callback: receive })
      return () => messages.close()
    }),
  )
  while (!areRead(total, ends)) {
    await until(() => progressOf(ends) > loaded || areRead(total, ends), loadMs)
    loaded = progressOf(ends)
    onProgress(loaded, all)
  }

  return {
    /** The replica of each venue that ever had a log. */
    all: replicas as ReadonlyMap<string, Replica>,
    /** Resolves once the replica of a venue has a message. Rejects if that takes too long. */
    reached: (venue: string, sequence: number) =>
      until(() => (replicas.get(venue)?.sequence ?? 0) >= sequence, loadMs),
    /** Calls `listener` after each change, also of those that this node wrote. Returns a cancel function. */
    follow(listener: OnChange): () => void {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async stop(): Promise<void> {
      await Promise.all(stops.map((stop) => stop()))
    },
  }
}

/**
 * How the messages of a stream are asked for. The server that delivers them can die: after two heartbeats
 * without a sign of life, they are asked for again. By default that takes half a minute.
 */
const pulling = { max_messages: 2000, expires: 2000, idle_heartbeat: 500 }

/** Longer without a message means that the servers are down. */
const loadMs = 10_000

const empty = (venue: string): Mutable => ({
  venue,
  log: undefined,
  owner: '',
  events: [],
  records: new Map(),
  sequence: 0,
  createdAt: 0n,
  damage: undefined,
  read: createEventReader(),
  parts: [],
})

/** The last sequence of each stream. */
async function endsOf({ manager }: NatsLink): Promise<Map<string, number>> {
  const infos = await Promise.all(streams.map((stream) => manager.streams.info(stream)))
  return new Map(infos.map(({ config, state }) => [config.name, state.last_seq]))
}

const areRead = (total: ReadonlyMap<string, number>, ends: ReadonlyMap<string, number>) =>
  [...total].every(([stream, end]) => (ends.get(stream) ?? 0) >= end)

const progressOf = (ends: ReadonlyMap<string, number>) =>
  [...ends.values()].reduce((sum, end) => sum + end, 0)

function joined(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0] as Uint8Array
  return Buffer.concat(parts)
}
