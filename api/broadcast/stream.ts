import type { Change, Clock, Venue } from '../../engine/index.ts'
import type { Fate, StreamFaults } from '../faults/stream-faults.ts'
import type { Hearing } from '../journal/connection-record.ts'
import { createNews, type News } from './broadcast.ts'
import type { Wire } from './encoding.ts'
import { createEventStreamWire } from './event-stream-sink.ts'
import { createTurns } from './fair-scheduler.ts'
import type { Sink } from './sink.ts'
import { createSubscription, type Subscription } from './subscription.ts'
import type { Interest } from './subscription-request.ts'

/** How often every client is asked for a sign of life. */
const pingEveryMs = 15_000

/** How long it is waited for clients to read what was said. */
const deliveryPatienceMs = 1000

/** How many bytes a client may leave unread where nothing else is said: some 4,000 messages. */
export const defaultMaxUnreadBytes = 1024 * 1024

/** The stream of a venue: every change of every order, to every client that is connected. */
export interface Stream {
  /** The time of connections. */
  readonly clock: Clock
  /** Its messages as server-sent events: one wire for all, so that their bytes are made once. */
  readonly eventWire: Wire
  /** How many clients are connected. */
  readonly size: number
  /** Whether messages are kept back until time has passed on the venue's clock. */
  readonly keepsBack: boolean
  /** Lets a client hear what it is interested in, and a journal keep what; the result ends that. */
  subscribe(sink: Sink, interest: Interest, hearing?: Hearing): () => void
  /**
   * Resolves when every client has read what was said up to now, but for what is kept back until
   * later, or after a second: one that reads slowly keeps nobody waiting longer.
   */
  delivered(): Promise<void>
  /** The same, but for those for whom it was waited in vain and who still have not read that. */
  keptUp(): Promise<void>
  /** Breaks every connection off without a word. */
  cutOff(): void
  /** Tells every client that the platform is going away, and whoever still comes. */
  close(): void
}

export interface StreamOptions {
  /** The time of connections: the process's, and not a venue's, which may stand still. */
  readonly clock: Clock
  /** What befalls messages on their way. */
  readonly faults: StreamFaults
  /** A client that leaves more than this unread is told to go, for memory is finite. */
  readonly maxUnreadBytes?: number | undefined
}

/** Creates the stream of a venue. It follows the venue only while somebody listens. */
export function createStream(
  venue: Venue,
  { clock, faults, maxUnreadBytes = defaultMaxUnreadBytes }: StreamOptions,
): Stream {
  const subscriptions = new Set<Subscription>()
  const { readBy, isLate } = createPatience(clock)
  const takeTurn = createTurns()
  let stopFollowing = () => {}
  let stopPinging = () => {}
  let closed = false

  function tell(changes: readonly Change[]): void {
    if (faults.areNone) {
      spread(createNews(changes))
      return
    }
    // Each message has its own fate, the same on its way to everybody; what nobody hears is none.
    for (const change of changes) {
      const news = createNews([change])
      spread(news, isHeard(news) ? faults.fateOf(change.order) : undefined)
    }
  }

  function isHeard(news: News): boolean {
    for (const subscription of subscriptions) if (subscription.hears(news)) return true
    return false
  }

  function spread(news: News, fate?: Fate): void {
    for (const subscription of subscriptions) subscription.hear(news, fate)
  }

  function ping(): void {
    stopPinging = clock.at(clock.now() + pingEveryMs, ping)
    for (const subscription of subscriptions) subscription.ping()
  }

  function join(subscription: Subscription): void {
    if (subscriptions.size === 0) {
      stopFollowing = venue.follow(tell)
      stopPinging = clock.at(clock.now() + pingEveryMs, ping)
    }
    subscriptions.add(subscription)
  }

  function leave(subscription: Subscription): void {
    if (!subscriptions.delete(subscription) || subscriptions.size > 0) return
    stopFollowing()
    stopPinging()
  }

  return {
    clock,
    eventWire: createEventStreamWire(venue.logId),
    get size() {
      return subscriptions.size
    },
    get keepsBack() {
      return [...subscriptions].some(({ keepsBack }) => keepsBack)
    },
    subscribe(sink, interest, hearing) {
      const subscription = createSubscription({
        venue,
        sink,
        interest,
        maxUnreadBytes,
        takeTurn,
        onEnd: () => leave(subscription),
        hearing,
      })
      if (hearing) hearing.subscribed = subscription
      if (closed) {
        subscription.goAway()
      } else {
        join(subscription)
        subscription.begin()
      }
      return subscription.end
    },
    delivered: () => readBy([...subscriptions]),
    keptUp: () => readBy([...subscriptions].filter((subscription) => !isLate(subscription))),
    cutOff() {
      for (const subscription of subscriptions) subscription.cutOff()
    },
    close() {
      closed = true
      for (const subscription of subscriptions) subscription.goAway()
    },
  }
}

/** Creates what waits for clients to read, but not for ever. */
function createPatience(clock: Clock) {
  /** Those who have yet to read what they were last waited for. */
  const late = new Set<Subscription>()

  async function read(subscription: Subscription): Promise<void> {
    late.add(subscription)
    await subscription.delivered()
    late.delete(subscription)
  }

  return {
    isLate: (subscription: Subscription) => late.has(subscription),
    async readBy(listeners: readonly Subscription[]): Promise<void> {
      if (listeners.length === 0) return
      const patience = Promise.withResolvers<void>()
      const callOff = clock.at(clock.now() + deliveryPatienceMs, patience.resolve)
      await Promise.race([Promise.all(listeners.map(read)), patience.promise])
      callOff()
    },
  }
}
