import { LRUCache } from 'lru-cache'
import type { Clock, Instant } from '../../engine/index.ts'

/** A reply as it is sent again. */
export interface KeptReply {
  /** Tells the request that it answers from every other. */
  readonly fingerprint: string
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** Undefined where it was too large to be kept. */
  readonly body: string | undefined
}

/** The request that came first under its key. */
export interface FirstUnderKey {
  /** Undefined until its body has been read. */
  fingerprint?: string
  /** Keeps its reply, so that the key stays taken when it is released. */
  keep(reply: KeptReply): void
  /** It is no longer under way: without a reply that is kept, its key is free again. */
  release(): void
}

/** How a request stood to its key when it arrived. */
export type KeyClaim =
  | { readonly standing: 'first'; readonly first: FirstUnderKey }
  /** Another one is under way. */
  | { readonly standing: 'second'; readonly first: Readonly<FirstUnderKey> }
  | { readonly standing: 'answered'; readonly reply: KeptReply }

/** The keys of one venue, each taken by the request that comes first under it. */
export interface IdempotencyKeys {
  claim(key: string): KeyClaim
}

const keptForMs = 24 * 60 * 60 * 1000
const mostReplies = 10_000
const mostBytes = 16 * 1024 * 1024
/** A larger body is not kept, or it would drive out all others; its key stays taken. */
const mostBytesEach = 1024 * 1024

/**
 * Creates the keys of one venue, all of them free. Replies are kept for 24 hours on its clock, at
 * most 10,000 of them and 16 MiB of bodies: what nobody has asked for the longest goes first. Of a
 * body of more than 1 MiB only that there was one is kept. They are written down among the memos of
 * the venue's log, and taken up again from there after a restart.
 */
export function createIdempotencyKeys(
  clock: Clock,
  memos: Map<string, unknown> = new Map(),
): IdempotencyKeys {
  // Apart from the replies, so that these drive out no request that has yet to be answered.
  const inFlight = new Map<string, FirstUnderKey>()
  const replies = new LRUCache<string, KeptReply>({
    // Not `max`: it would set aside room for all of them at once, half a megabyte in every venue.
    maxSize: mostBytes,
    // Even an empty body has a size: the cache knows no 0.
    sizeCalculation: ({ body = '' }) => Buffer.byteLength(body) || 1,
    ttl: keptForMs,
    perf: clock,
    // Asks the clock each time; else the cache remembers the time for a while, by a timer of Node's.
    ttlResolution: 0,
    // With a reply goes what the log remembers of it.
    dispose: (_, key, reason) => {
      if (reason !== 'set') memos.delete(recordName(key))
    },
  })
  for (const [name, memo] of memos) {
    if (!name.startsWith(recordPrefix)) continue
    const { reply, keptAt } = memo as KeptRecord
    replies.set(name.slice(recordPrefix.length), reply, { start: keptAt })
  }

  function keep(key: string, reply: KeptReply): void {
    const kept = inBounds(reply)
    memos.set(recordName(key), { reply: kept, keptAt: clock.now() } satisfies KeptRecord)
    replies.set(key, kept)
    if (replies.size > mostReplies) replies.pop()
  }

  /** The reply under a key; the log then remembers it as the one that was asked for last, too. */
  function find(key: string): KeptReply | undefined {
    const reply = replies.get(key)
    const memo = reply && memos.get(recordName(key))
    if (memo) {
      memos.delete(recordName(key))
      memos.set(recordName(key), memo)
    }
    return reply
  }

  return {
    claim(key) {
      // Also when its reply is kept already: that may be kept back for a while.
      const other = inFlight.get(key)
      if (other) return { standing: 'second', first: other }
      const reply = find(key)
      if (reply) return { standing: 'answered', reply }

      const first: FirstUnderKey = {
        keep: (reply) => keep(key, reply),
        release: () => inFlight.delete(key),
      }
      inFlight.set(key, first)
      return { standing: 'first', first }
    },
  }
}

/** A reply as the log remembers it. */
interface KeptRecord {
  readonly reply: KeptReply
  readonly keptAt: Instant
}

const recordPrefix = 'reply '
const recordName = (key: string) => recordPrefix + key

const inBounds = (reply: KeptReply): KeptReply =>
  Buffer.byteLength(reply.body ?? '') > mostBytesEach ? { ...reply, body: undefined } : reply
