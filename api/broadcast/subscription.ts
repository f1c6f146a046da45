import type { Venue } from '../../engine/index.ts'
import type { DeliveryPlan } from '../faults/stream-faults.ts'
import type { ConnectionRecord } from '../journal/connection-record.ts'
import type { Notice } from '../journal/frames.ts'
import { createBatch } from './batch.ts'
import type { Broadcast } from './broadcast.ts'
import { goingAway, resumeFrom } from './close-reason.ts'
import type { ScheduleStep } from './fair-scheduler.ts'
import { startHeartbeat } from './heartbeat.ts'
import { MessageWriter } from './message-writer.ts'
import type { Sink } from './sink.ts'
import type { SubscriptionRequest } from './subscription-request.ts'

/** How many events are read from the log in one step: about 64 KiB of messages. */
const eventsPerStep = 256

export interface SubscriptionOptions {
  readonly venue: Venue
  readonly sink: Sink
  readonly request: SubscriptionRequest
  /** The limit of unread bytes. The stream closes the connection of a client that exceeds it. */
  readonly maxUnreadBytes: number
  readonly scheduleStep: ScheduleStep
  readonly onEnd: () => void
  /** The journal's record of the connection, if there is a journal. */
  readonly record: ConnectionRecord | undefined
}

/** One client's subscription: first history, if requested, then live changes. */
export interface Subscription {
  /** All events up to this position have been processed, and sent if they pass the filter. */
  readonly position: number
  /** Starts sending. */
  begin(): void
  /** Whether messages wait for the venue's clock. */
  readonly hasDelayed: boolean
  /** Whether `receive` would send at least one message. */
  matches(broadcast: Broadcast): boolean
  /**
   * Sends the changes that pass the filter. Ignored while catching up: `catchUp` reads these changes
   * from the log. With a plan, the broadcast is a single change.
   */
  receive(broadcast: Broadcast, plan?: DeliveryPlan): void
  /** Resolves when the client has read everything sent so far, or when the subscription ends. */
  delivered(): Promise<void>
  /** Checks that the client is alive. */
  ping(): void
  /** Drops the connection without a close frame. */
  cutOff(): void
  /** Sends `going-away` and closes the connection. */
  goAway(): void
  /** Stops sending. */
  end(): void
}

/**
 * Creates a subscription. It processes each event after `request.after` once, in order, and sends it
 * if it passes the filter. At first it reads the log in steps, no faster than the client reads. At
 * the end of the log it goes live, and then sends changes as they happen.
 */
export function createSubscription(options: SubscriptionOptions): Subscription {
  const { venue, sink, maxUnreadBytes, scheduleStep, onEnd, record } = options
  const { after, sendsCaughtUp, filter, heartbeatMs } = options.request
  let position = after
  let state: 'behind' | 'live' | 'ended' = 'behind'
  let stopBeating = () => {}
  const writer = new MessageWriter({ sink, clock: venue.clock, onEnd: end, record })
  const send = (notice: Notice) => writer.writeNotice(position, notice)
  const caughtUp = Promise.withResolvers<void>()

  function catchUp(): void {
    if (state !== 'behind') return
    const changes = venue.changes(position, eventsPerStep)
    position = changes.at(-1)?.event.position ?? position
    const batch = createBatch(changes.filter(({ order }) => filter.matches(order)))
    const isAll = position === venue.position
    writer.writeOrders(batch, isAll ? undefined : () => scheduleStep(catchUp))
    // Synchronously, so that no event can come between history and live changes.
    if (isAll) goLive()
  }

  function goLive(): void {
    state = 'live'
    caughtUp.resolve()
    if (sendsCaughtUp) send({ type: 'caught-up', position, log: venue.logId })
    if (heartbeatMs !== undefined) stopBeating = startHeartbeat(heartbeatMs, venue.clock, beat)
  }

  const beat = () => endIfSlow() || send({ type: 'heartbeat', position, previous: writer.previous })

  /** Closes the connection of a client that left too much unread. Returns whether it did. */
  function endIfSlow(): boolean {
    if (writer.sink.unreadBytes <= maxUnreadBytes) return false
    writer.sink.close(resumeFrom(position))
    end()
    return true
  }

  function end(): void {
    if (state === 'ended') return
    state = 'ended'
    caughtUp.resolve()
    stopBeating()
    writer.faultySink?.discard()
    onEnd()
  }

  return {
    get position() {
      return position
    },
    begin: catchUp,
    get hasDelayed() {
      return writer.faultySink?.hasDelayed === true
    },
    matches: (broadcast) => state === 'live' && broadcast.batch(position, filter).size > 0,
    receive(broadcast, plan) {
      if (state !== 'live' || broadcast.last <= position) return
      const batch = broadcast.batch(position, filter)
      if (batch.last !== undefined && endIfSlow()) return
      position = broadcast.last
      writer.deliver(batch, plan)
    },
    async delivered() {
      await caughtUp.promise
      if (state === 'live') await writer.sink.delivered()
    },
    ping: () => writer.sink.ping(),
    cutOff() {
      writer.sink.cutOff()
      end()
    },
    goAway() {
      writer.faultySink?.flush()
      send({ type: 'going-away' })
      writer.sink.close(goingAway)
      end()
    },
    end,
  }
}
