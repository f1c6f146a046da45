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
  /** A client that leaves more than this unread is told to go, for memory is finite. */
  readonly maxUnreadBytes: number
  readonly scheduleStep: ScheduleStep
  readonly onEnd: () => void
  /** What a journal keeps of it, where one is kept. */
  readonly record: ConnectionRecord | undefined
}

/** One client's way through the log: what it missed, if it asked for that, then what happens. */
export interface Subscription {
  /** Every event up to here has been considered, and told if it was wanted. */
  readonly position: number
  /** Goes on from where the client wants to begin. */
  begin(): void
  /** Whether messages are kept back until time has passed on the venue's clock. */
  readonly hasDelayed: boolean
  /** Whether something of what happened is to be told, and not by the log. */
  matches(broadcast: Broadcast): boolean
  /**
   * Tells what happened; one who is not live yet will read it from the log. What has a fate is one
   * message.
   */
  receive(broadcast: Broadcast, plan?: DeliveryPlan): void
  /** Resolves when the client has read all that was said up to now, or will read no more. */
  delivered(): Promise<void>
  /** Asks the client for a sign of life. */
  ping(): void
  /** Breaks off without a word. */
  cutOff(): void
  /** Tells the client that the platform is going away. */
  goAway(): void
  /** Sends nothing more. */
  end(): void
}

/**
 * Creates a subscription. Each event after `interest.after` is considered once, in order, and sent
 * if it passes the filter: read from the log while the client is behind, a step at a time and no
 * faster than it reads; as it happens from then on.
 */
export function createSubscription(options: SubscriptionOptions): Subscription {
  const { venue, sink, maxUnreadBytes, scheduleStep, onEnd, record } = options
  const { after, sendsCaughtUp, filter, heartbeatMs } = options.request
  /** Every event up to here has been considered. */
  let position = after
  let state: 'behind' | 'live' | 'ended' = 'behind'
  let stopBeating = () => {}
  const writer = new MessageWriter({ sink, clock: venue.clock, onEnd: end, record })
  const say = (notice: Notice) => writer.writeNotice(position, notice)
  const caughtUp = Promise.withResolvers<void>()

  function catchUp(): void {
    if (state !== 'behind') return
    const changes = venue.changes(position, eventsPerStep)
    position = changes.at(-1)?.event.position ?? position
    const batch = createBatch(changes.filter(({ order }) => filter.matches(order)))
    const isAll = position === venue.position
    writer.writeOrders(batch, isAll ? undefined : () => scheduleStep(catchUp))
    // In the same step, so that nothing can happen between the end of history and what is live.
    if (isAll) goLive()
  }

  function goLive(): void {
    state = 'live'
    caughtUp.resolve()
    if (sendsCaughtUp) say({ type: 'caught-up', position, log: venue.logId })
    // By the venue's time, in which silence may be long although hardly any time has passed here.
    if (heartbeatMs !== undefined) stopBeating = startHeartbeat(heartbeatMs, venue.clock, beat)
  }

  const beat = () => isTooSlow() || say({ type: 'heartbeat', position, previous: writer.previous })

  /** Whether the client left too much unread; it is then told to go, and where it may go on. */
  function isTooSlow(): boolean {
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
      if (batch.last !== undefined && isTooSlow()) return
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
      say({ type: 'going-away' })
      writer.sink.close(goingAway)
      end()
    },
    end,
  }
}
