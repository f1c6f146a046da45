import { LRUCache } from 'lru-cache'
import type { Clock, Instant } from '../../engine/index.ts'

/** A reply that is kept so that it can be sent again. */
export interface KeptReply {
  /** Identifies the request that it answers. */
  readonly fingerprint: string
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** Undefined when it was too large to keep. */
  readonly body: string | undefined
}

/** The first request under a key. */
export interface FirstRequest {
  /** Undefined until its body has been read. */
  fingerprint?: string
  /** Keeps the reply, so that the key stays taken after the release. */
  keep(reply: KeptReply): void
  /** Ends the request. Unless its reply was kept, the key is free again. */
  release(): void
}

/** The state of a key when a request with it arrives. */
export type KeyClaim =
  /** The key was free. The request now holds it. */
  | { readonly state: 'first'; readonly first: FirstRequest }
  /** The first request is in flight. */
  | { readonly state: 'in-flight'; readonly first: Readonly<FirstRequest> }
  | { readonly state: 'answered'; readonly reply: KeptReply }

const keptForMs = 24 * 60 * 60 * 1000
const maxReplies = 10_000
const maxBytes = 16 * 1024 * 1024
/** A larger body is not kept, because it would evict all others. Its key stays taken. */
const maxBytesEach = 1024 * 1024

/**
 * Creates the idempotency keys of one venue. The first request under a key takes it. Replies are
 * kept for 24 hours on the venue's clock, at most 10,000 of them with 16 MiB of bodies in all. The
 * oldest reply is evicted first. A body of more than 1 MiB is not kept, but its key stays taken. The
 * replies are side records of the venue's log, in one commit with the events of their requests.
 */
export function createIdempotencyKeys(clock: Clock) {
  // Separate from the replies, so that an eviction never frees the key of an in-flight request.
  const inFlight = new Map<string, FirstRequest>()
  let sideRecords = new Map<string, unknown>()
  let replies = createReplies(clock, sideRecords)

  function keep(key: string, reply: KeptReply): void {
    const kept = withinLimit(reply)
    sideRecords.set(recordName(key), { reply: kept, keptAt: clock.now() } satisfies KeptRecord)
    replies.set(key, kept)
    if (replies.size > maxReplies) replies.pop()
  }

  return {
    /** Continues with the replies among the records of a log. Requests in flight hold their keys. */
    attach(records: Map<string, unknown>) {
      sideRecords = records
      replies = createReplies(clock, records)
    },
    /** Frees the keys of the requests in flight, which never end after a crash. */
    releaseAll: () => inFlight.clear(),
    claim(key: string): KeyClaim {
      // Check in-flight first: a stored reply may not have been sent yet.
      const other = inFlight.get(key)
      if (other) return { state: 'in-flight', first: other }
      // Not `get`, which would make it the last to be evicted: reading must not change the log.
      const reply = replies.peek(key)
      if (reply) return { state: 'answered', reply }
      // It may have expired.
      replies.delete(key)

      const first: FirstRequest = {
        keep: (reply) => keep(key, reply),
        release: () => inFlight.delete(key),
      }
      inFlight.set(key, first)
      return { state: 'first', first }
    },
  }
}

/** Creates the cache of the replies in side records, which loses each reply together with its record. */
function createReplies(clock: Clock, sideRecords: Map<string, unknown>) {
  const replies = new LRUCache<string, KeptReply>({
    // `max` would allocate room for all replies at once: half a megabyte in every venue.
    maxSize: maxBytes,
    // The cache requires a positive size.
    sizeCalculation: ({ body = '' }) => Buffer.byteLength(body) || 1,
    ttl: keptForMs,
    perf: clock,
    // Reads the clock each time. By default the cache reuses a time until a Node timer fires.
    ttlResolution: 0,
    dispose: (_, key, reason) => {
      if (reason !== 'set') sideRecords.delete(recordName(key))
    },
  })
  for (const [name, record] of sideRecords) {
    if (!name.startsWith(recordPrefix)) continue
    // Every record with this prefix was written by `keep`.
    const { reply, keptAt } = record as KeptRecord
    replies.set(name.slice(recordPrefix.length), reply, { start: keptAt })
  }
  return replies
}

/** A reply as a side record of the log. */
interface KeptRecord {
  readonly reply: KeptReply
  readonly keptAt: Instant
}

const recordPrefix = 'reply '
const recordName = (key: string) => recordPrefix + key

const withinLimit = (reply: KeptReply): KeptReply =>
  Buffer.byteLength(reply.body ?? '') > maxBytesEach ? { ...reply, body: undefined } : reply
