import { setTimeout } from 'node:timers/promises'
import { DeliverPolicy, type JsMsg } from '@nats-io/jetstream'
import type { Commit } from '../../engine/index.ts'
import { type NatsLink, streams, venueOf } from './nats-connection.ts'
import { type Envelope, envelopeOf } from './nats-message.ts'
import { type Change, createReplica, type Replica, type WritableReplica } from './nats-replica.ts'

/** How the messages of a stream are asked for. A server that has none sends a heartbeat instead. */
const pulling = { max_messages: 2000, expires: 2000, idle_heartbeat: 500 }

/** After this long without a message or a heartbeat, another server is asked. */
const patienceMs = 2000
const pauseMs = 250

/** Longer without a message means that the servers are down. */
const silenceMs = 10_000

/** Called after each change of a replica, in the order of its log. */
export type OnChange = (replica: Replica, change: Change) => void

export interface ReplicasOptions {
  /** Receives how many of the messages that were there at the start have been read. */
  readonly onProgress: (loaded: number, total: number) => void
  /** The own commits that the replicas do not have yet: they are not decoded again. */
  readonly ownCommits: Map<string, Commit>
}

export type Replicas = Awaited<ReturnType<typeof openReplicas>>

/** Reads the logs of all venues, and follows them for as long as the connection is open. */
export async function openReplicas(link: NatsLink, { onProgress, ownCommits }: ReplicasOptions) {
  const all = new Map<string, WritableReplica>()
  const listeners = new Set<OnChange>()
  const arrivals = createArrivals()
  /** The last sequence that was read of each stream. */
  const ends = new Map<string, number>()

  function receive(message: JsMsg): void {
    ends.set(message.info.stream, message.seq)
    const envelope = envelopeOf(message.headers)
    if (envelope) take(message, envelope)
    arrivals.notify()
  }

  function take(message: JsMsg, envelope: Envelope): void {
    const replica = replicaOf(venueOf(message.subject))
    const change = replica.take(message, envelope, ownCommits.get(envelope.commit))
    if (!change) return
    ownCommits.delete(envelope.commit)
    for (const tell of listeners) tell(replica, change)
  }

  function replicaOf(venue: string): WritableReplica {
    const replica = all.get(venue) ?? createReplica(venue)
    all.set(venue, replica)
    return replica
  }

  const goal = await endsOf(link)
  /** How many of the messages that were there at the start have been read. */
  const loadedNow = () => sum(goal, (stream, end) => Math.min(end, ends.get(stream) ?? 0))
  const stops = await Promise.all(streams.map((stream) => consume(link, stream, receive)))
  const total = sum(goal, (_, end) => end)
  for (let loaded = 0; loaded < total; loaded = loadedNow()) {
    onProgress(loaded, total)
    await arrivals.until(() => loadedNow() > loaded)
  }

  return {
    /** The replica of each venue that ever had a log. */
    all: all as ReadonlyMap<string, Replica>,
    /** Resolves once a sequence of a venue has been read. Rejects after 10 s. */
    reached: (venue: string, sequence: number) =>
      arrivals.until(() => (all.get(venue)?.sequence ?? 0) >= sequence),
    /** Returns a cancel function. */
    follow(listener: OnChange): () => void {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    stop(): void {
      for (const stop of stops) stop()
    },
  }
}

/**
 * Passes all messages of a stream to `receive`, from the first on, each once. Returns how to stop.
 *
 * The server that delivers them can die, freeze or be cut off, and a message can be lost with a connection.
 * Then another server is asked for the rest. The client library would go on asking the first one.
 */
async function consume(link: NatsLink, stream: string, receive: (message: JsMsg) => void) {
  const stopping = new AbortController()
  const { signal } = stopping
  let last = 0
  const receiveOnce = (message: JsMsg) => {
    if (message.seq <= last) return
    last = message.seq
    receive(message)
  }

  async function read(delivery: Delivery): Promise<void> {
    let current: Delivery | undefined = delivery
    while (!signal.aborted) {
      await (current ? current.untilStuck(signal) : setTimeout(pauseMs))
      void current?.messages.close()
      if (signal.aborted) return
      current = await deliver(link, stream, last + 1, receiveOnce).catch(() => undefined)
    }
    void current?.messages.close()
  }

  void read(await deliver(link, stream, 1, receiveOnce))
  return () => stopping.abort()
}

type Delivery = Awaited<ReturnType<typeof deliver>>

/** Has a server deliver the messages of a stream, from a sequence on. */
async function deliver(
  { jetStream }: NatsLink,
  stream: string,
  first: number,
  receive: (message: JsMsg) => void,
) {
  const consumer = await jetStream.consumers.get(stream, {
    deliver_policy: DeliverPolicy.StartSequence,
    opt_start_seq: first,
  })
  let heardAt = performance.now()
  let last = first - 1
  const messages = await consumer.consume({
    ...pulling,
    callback(message) {
      heardAt = performance.now()
      last = message.seq
      // The client library would catch what this throws, and nobody would see it.
      queueMicrotask(() => receive(message))
    },
  })
  void noteHeartbeats()

  async function noteHeartbeats(): Promise<void> {
    for await (const status of messages.status()) {
      if (status.type !== 'heartbeat') continue
      // A message can be lost with a connection. The client library would notice at the next one.
      const isComplete = status.lastStreamSequence <= last
      heardAt = isComplete ? performance.now() : Number.NEGATIVE_INFINITY
    }
  }

  return {
    messages,
    /** Resolves once the server has been silent for long, or a message was lost. */
    async untilStuck(signal: AbortSignal): Promise<void> {
      while (!signal.aborted && performance.now() - heardAt < patienceMs) {
        await setTimeout(pauseMs, undefined, { signal }).catch(() => {})
      }
    },
  }
}

/** Lets callers wait for what a message brings about. */
function createArrivals() {
  const waiting = new Set<() => void>()
  return {
    notify(): void {
      for (const wake of [...waiting]) wake()
    },
    /** Resolves once a condition holds. Rejects if it does not for 10 s. */
    until(holds: () => boolean): Promise<void> {
      if (holds()) return Promise.resolve()
      return new Promise((resolve, reject) => {
        const end = (settle: () => void) => {
          clearTimeout(timer)
          waiting.delete(wake)
          settle()
        }
        const wake = () => holds() && end(resolve)
        const timer = globalThis.setTimeout(
          () => end(() => reject(new Error('No message arrives.'))),
          silenceMs,
        )
        waiting.add(wake)
      })
    },
  }
}

/** The last sequence of each stream. */
async function endsOf({ manager }: NatsLink): Promise<ReadonlyMap<string, number>> {
  const infos = await Promise.all(streams.map((stream) => manager.streams.info(stream)))
  return new Map(infos.map(({ config, state }) => [config.name, state.last_seq]))
}

const sum = (
  ends: ReadonlyMap<string, number>,
  countOf: (stream: string, end: number) => number,
): number => [...ends].reduce((total, [stream, end]) => total + countOf(stream, end), 0)
