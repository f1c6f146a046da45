import type { Change, Clock, Venue } from '../../engine/index.ts'
import type { DeliveryPlan, StreamFaults } from '../faults/stream-faults.ts'
import type { ConnectionRecord } from '../journal/connection-record.ts'
import { type Broadcast, createBroadcast } from './broadcast.ts'
import type { Encoding } from './encoding.ts'
import { createEventStreamEncoding } from './event-stream-sink.ts'
import { createFairScheduler } from './fair-scheduler.ts'
import type { Sink } from './sink.ts'
import { createSubscription, type Subscription } from './subscription.ts'
import type { SubscriptionRequest } from './subscription-request.ts'

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
  readonly eventEncoding: Encoding
  /** How many clients are connected. */
  readonly size: number
  /** Whether messages are kept back until time has passed on the venue's clock. */
  readonly hasDelayed: boolean
  /** Lets a client hear what it is interested in, and a journal keep what; the result ends that. */
  subscribe(sink: Sink, request: SubscriptionRequest, record?: ConnectionRecord): () => void
  /**
   * Resolves when every client has read what was said up to now, but for what is kept back until
   * later, or after a second: one that reads slowly keeps nobody waiting longer.
   */
  delivered(): Promise<void>
  /** The same, but for those for whom it was waited in vain and who still have not read that. */
  responsiveDelivered(): Promise<void>
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
  const scheduleStep = createFairScheduler()
  let stopFollowing = () => {}
  let stopPinging = () => {}
  let closed = false

  function publish(changes: readonly Change[]): void {
    if (faults.isEmpty) {
      send(createBroadcast(changes))
      return
    }
    // Each message has its own fate, the same on its way to everybody; what nobody hears is none.
    for (const change of changes) {
      const broadcast = createBroadcast([change])
      send(broadcast, hasReceiver(broadcast) ? faults.planDelivery(change.order) : undefined)
    }
  }

  function hasReceiver(broadcast: Broadcast): boolean {
    for (const subscription of subscriptions) if (subscription.matches(broadcast)) return true
    return false
  }

  function send(broadcast: Broadcast, plan?: DeliveryPlan): void {
    for (const subscription of subscriptions) subscription.receive(broadcast, plan)
  }

  function ping(): void {
    stopPinging = clock.schedule(clock.now() + pingEveryMs, ping)
    for (const subscription of subscriptions) subscription.ping()
  }

  function join(subscription: Subscription): void {
    if (subscriptions.size === 0) {
      stopFollowing = venue.follow(publish)
      stopPinging = clock.schedule(clock.now() + pingEveryMs, ping)
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
    eventEncoding: createEventStreamEncoding(venue.logId),
    get size() {
      return subscriptions.size
    },
    get hasDelayed() {
      return [...subscriptions].some(({ hasDelayed: keepsBack }) => keepsBack)
    },
    subscribe(sink, request, record) {
      const subscription = createSubscription({
        venue,
        sink,
        request,
        maxUnreadBytes,
        scheduleStep: scheduleStep,
        onEnd: () => leave(subscription),
        record,
      })
      if (record) record.subscribed = subscription
      if (closed) {
        subscription.goAway()
      } else {
        join(subscription)
        subscription.begin()
      }
      return subscription.end
    },
    delivered: () => readBy([...subscriptions]),
    responsiveDelivered: () =>
      readBy([...subscriptions].filter((subscription) => !isLate(subscription))),
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
      const callOff = clock.schedule(clock.now() + deliveryPatienceMs, patience.resolve)
      await Promise.race([Promise.all(listeners.map(read)), patience.promise])
      callOff()
    },
  }
}
