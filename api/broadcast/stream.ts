import type { Change, Clock, Venue } from '../../engine/index.ts'
import type { DeliveryPlan, StreamFaults } from '../faults/stream-faults.ts'
import type { ConnectionRecord } from '../journal/connection-record.ts'
import type { Journal } from '../journal/journal.ts'
import { RuleVerdicts } from '../journal/rule-verdicts.ts'
import { type Broadcast, createBroadcast } from './broadcast.ts'
import { type CloseReason, goingAway } from './close-reason.ts'
import { createEventStreamEncoding } from './event-stream-sink.ts'
import { createFairScheduler } from './fair-scheduler.ts'
import type { Encoding, Sink } from './sink.ts'
import { createSubscription, type Subscription, type SubscriptionRequest } from './subscription.ts'

/** How often the stream pings every client. */
const pingEveryMs = 15_000

/** How long `delivered` waits for clients to read. */
const deliveryTimeoutMs = 1000

/** The default limit of unread bytes per client: about 4,000 messages. */
export const defaultMaxUnreadBytes = 1024 * 1024

/** The stream of a venue: every change of every order, to every client that is connected. */
export interface Stream {
  /** The process's clock. */
  readonly clock: Clock
  /** The encoding of Server-Sent Events. All clients share it, so each message is encoded once. */
  readonly eventEncoding: Encoding
  /** The number of connected clients. */
  readonly size: number
  /** How many bytes the clients have not read, all together. Delayed messages count. */
  readonly unreadBytes: number
  /** Whether messages wait for the venue's clock. */
  readonly hasDelayed: boolean
  /** Subscribes a client. Returns a function that ends the subscription. */
  subscribe(sink: Sink, request: SubscriptionRequest, record?: ConnectionRecord): () => void
  /**
   * Resolves when every client has read everything sent so far, but after a second at the latest.
   * It does not wait for delayed messages.
   */
  delivered(): Promise<void>
  /** Like `delivered`. Ignores clients that timed out in an earlier call and have not caught up. */
  responsiveDelivered(): Promise<void>
  /** Drops every connection without a close frame. */
  cutOff(): void
  /** Closes every connection, now and later; by default because the platform goes away. */
  close(reason?: CloseReason): void
}

export interface StreamOptions {
  /** The process's clock. It runs even if the venue's clock is held. */
  readonly clock: Clock
  readonly faults: StreamFaults
  /** Its current journal records what became of each fault rule for a message. */
  readonly journalSwitch?: { readonly current: Pick<Journal, 'messages'> | undefined }
  /** The limit of unread bytes. The stream closes the connection of a client that exceeds it. */
  readonly maxUnreadBytes?: number | undefined
}

/** Creates the stream of a venue. It follows the venue only while clients are connected. */
export function createStream(
  venue: Venue,
  { clock, faults, journalSwitch, maxUnreadBytes = defaultMaxUnreadBytes }: StreamOptions,
): Stream {
  const subscriptions = new Set<Subscription>()
  const { waitUntilRead, isUnresponsive } = createDeliveryWatch(clock)
  const scheduleStep = createFairScheduler()
  let stopFollowing = () => {}
  let stopPinging = () => {}
  let closed: CloseReason | undefined

  function publish(changes: readonly Change[]): void {
    if (faults.isEmpty) {
      send(createBroadcast(changes))
      return
    }
    // All clients share a message's plan. A message without receivers must not count as a rule's hit.
    for (const change of changes) {
      const broadcast = createBroadcast([change])
      const hasReceiver = subscriptions.values().some(({ matches }) => matches(broadcast))
      send(broadcast, hasReceiver ? planTold(change, faults, journalSwitch?.current) : undefined)
    }
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
    get unreadBytes() {
      return subscriptions.values().reduce((sum, { unreadBytes }) => sum + unreadBytes(), 0)
    },
    get hasDelayed() {
      return subscriptions.values().some(({ hasDelayed }) => hasDelayed())
    },
    subscribe(sink, request, record) {
      const subscription = createSubscription({
        venue,
        sink,
        request,
        maxUnreadBytes,
        scheduleStep,
        onEnd: () => leave(subscription),
        record,
      })
      if (record) record.subscribed = subscription
      if (closed) {
        subscription.close(closed)
      } else {
        join(subscription)
        subscription.begin()
      }
      return subscription.end
    },
    delivered: () => waitUntilRead([...subscriptions]),
    responsiveDelivered: () =>
      waitUntilRead([...subscriptions].filter((subscription) => !isUnresponsive(subscription))),
    cutOff() {
      for (const subscription of subscriptions) subscription.cutOff()
    },
    close(reason = goingAway) {
      closed = reason
      for (const subscription of subscriptions) subscription.close(reason)
    },
  }
}

/** Plans the delivery of a message. If there are rules, records what became of each. */
function planTold(
  { event, order }: Change,
  faults: StreamFaults,
  journal: Pick<Journal, 'messages'> | undefined,
): DeliveryPlan {
  if (!journal || faults.rules.size === 0) return faults.planDelivery(order)
  const verdicts = new RuleVerdicts()
  const plan = faults.planDelivery(order, verdicts.add)
  journal.messages.add(event.position, verdicts)
  return plan
}

/** Waits for clients to read, and remembers which have not. */
function createDeliveryWatch(clock: Clock) {
  const unread = new Set<Subscription>()

  async function read(subscription: Subscription): Promise<void> {
    unread.add(subscription)
    await subscription.delivered()
    unread.delete(subscription)
  }

  return {
    isUnresponsive: (subscription: Subscription) => unread.has(subscription),
    async waitUntilRead(subscriptions: readonly Subscription[]): Promise<void> {
      if (subscriptions.length === 0) return
      const timeout = Promise.withResolvers<void>()
      const cancel = clock.schedule(clock.now() + deliveryTimeoutMs, timeout.resolve)
      await Promise.race([Promise.all(subscriptions.map(read)), timeout.promise])
      cancel()
    },
  }
}
