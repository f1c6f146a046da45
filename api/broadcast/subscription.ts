import type { Venue } from '../../engine/index.ts'
import type { DeliveryPlan } from '../faults/stream-faults.ts'
import type { ConnectionRecord } from '../journal/connection-record.ts'
import type { Notice } from '../journal/frames.ts'
import { createBatch } from './batch.ts'
import type { Broadcast } from './broadcast.ts'
import { type CloseReason, goingAway, resumeFrom } from './close-reason.ts'
import type { ScheduleStep } from './fair-scheduler.ts'
import { startHeartbeat } from './heartbeat.ts'
import { MessageWriter } from './message-writer.ts'
import type { OrderFilter } from './order-filter.ts'
import type { Sink } from './sink.ts'

/** How many events are read from the log in one step: about 64 KiB of messages. */
const eventsPerStep = 256

/** What a client subscribes to. */
export interface SubscriptionRequest {
  /** The subscription starts after this position. */
  readonly after: number
  /** Whether to send `caught-up` at the end of history. */
  readonly sendsCaughtUp: boolean
  readonly filter: OrderFilter
  /** The heartbeat interval on the venue's clock, as clients measure silence in the venue's time. */
  readonly heartbeatMs: number | undefined
}

interface SubscriptionOptions {
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

export type Subscription = ReturnType<typeof createSubscription>

/**
 * Creates one client's subscription. It processes each event after `request.after` once, in order,
 * and sends it if it passes the filter. At first it reads the log in steps, no faster than the client
 * reads. At the end of the log it goes live, and then sends changes as they happen.
 */
export function createSubscription(options: SubscriptionOptions) {
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
    const isAll = position === venue.durableEnd
    writer.writeOrders(batch, isAll ? undefined : () => scheduleStep(catchUp))
    // Synchronously, so that no event can come between history and live changes.
    if (isAll) goLive()
  }

  function goLive(): void {
    state = 'live'
    if (record) record.historyTo = position
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

  /** Stops sending. */
  function end(): void {
    if (state === 'ended') return
    state = 'ended'
    caughtUp.resolve()
    stopBeating()
    writer.faultySink?.discard()
    onEnd()
  }

  return {
    /** All events up to this position have been processed, and sent if they pass the filter. */
    get position() {
      return position
    },
    /** Starts sending. */
    begin: catchUp,
    /** How many bytes the client has not read. Delayed messages count. */
    unreadBytes: () => writer.sink.unreadBytes,
    /** Whether messages wait for the venue's clock. */
    hasDelayed: () => writer.faultySink?.hasDelayed === true,
    /** Whether `receive` would send at least one message. */
    matches: (one: Broadcast) => state === 'live' && one.batch(position, filter).size > 0,
    /**
     * Sends the changes that pass the filter. Ignored while catching up: `catchUp` reads these changes
     * from the log. With a plan, the broadcast is a single change.
     */
    receive(broadcast: Broadcast, plan?: DeliveryPlan) {
      if (state !== 'live' || broadcast.last <= position) return
      const batch = broadcast.batch(position, filter)
      if (batch.last !== undefined && endIfSlow()) return
      position = broadcast.last
      writer.deliver(batch, plan)
    },
    /** Resolves when the client has read everything sent so far, or when the subscription ends. */
    delivered: () =>
      caughtUp.promise.then(() => (state === 'live' ? writer.sink.delivered() : undefined)),
    /** Checks that the client is alive. */
    ping: () => writer.sink.ping(),
    /** Drops the connection without a close frame. */
    cutOff() {
      writer.sink.cutOff()
      end()
    },
    /** Closes the connection. Sends `going-away` first if that is the reason. */
    close(reason: CloseReason) {
      writer.faultySink?.flush()
      if (reason === goingAway) send({ type: 'going-away' })
      writer.sink.close(reason)
      end()
    },
    end,
  }
}
