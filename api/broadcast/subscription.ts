import type { Venue } from '../../engine/index.ts'
import type { Fate } from '../faults/stream-faults.ts'
import type { Hearing } from '../journal/connection-record.ts'
import type { Notice } from '../journal/frames.ts'
import { createBatch } from './batch.ts'
import type { News } from './broadcast.ts'
import { goingAway, resumeFrom } from './close-reason.ts'
import type { TakeTurn } from './fair-scheduler.ts'
import { beatEvery } from './heartbeat.ts'
import { Telling } from './message-writer.ts'
import type { Sink } from './sink.ts'
import type { Interest } from './subscription-request.ts'

/** How many events are read from the log in one step: about 64 KiB of messages. */
const eventsPerStep = 256

export interface SubscriptionOptions {
  readonly venue: Venue
  readonly sink: Sink
  readonly interest: Interest
  /** A client that leaves more than this unread is told to go, for memory is finite. */
  readonly maxUnreadBytes: number
  readonly takeTurn: TakeTurn
  readonly onEnd: () => void
  /** What a journal keeps of it, where one is kept. */
  readonly hearing: Hearing | undefined
}

/** One client's way through the log: what it missed, if it asked for that, then what happens. */
export interface Subscription {
  /** Every event up to here has been considered, and told if it was wanted. */
  readonly position: number
  /** Goes on from where the client wants to begin. */
  begin(): void
  /** Whether messages are kept back until time has passed on the venue's clock. */
  readonly keepsBack: boolean
  /** Whether something of what happened is to be told, and not by the log. */
  hears(news: News): boolean
  /**
   * Tells what happened; one who is not live yet will read it from the log. What has a fate is one
   * message.
   */
  hear(news: News, fate?: Fate): void
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
  const { venue, sink, maxUnreadBytes, takeTurn, onEnd, hearing } = options
  const { after, sendsCaughtUp, filter, heartbeatMs } = options.interest
  /** Every event up to here has been considered. */
  let position = after
  let state: 'behind' | 'live' | 'ended' = 'behind'
  let stopBeating = () => {}
  const telling = new Telling({ sink, clock: venue.clock, onEnd: end, hearing })
  const say = (notice: Notice) => telling.say(position, notice)
  const caughtUp = Promise.withResolvers<void>()

  function catchUp(): void {
    if (state !== 'behind') return
    const changes = venue.changes(position, eventsPerStep)
    position = changes.at(-1)?.event.position ?? position
    const batch = createBatch(changes.filter(({ order }) => filter.lets(order)))
    const isAll = position === venue.position
    telling.tell(batch, isAll ? undefined : () => takeTurn(catchUp))
    // In the same step, so that nothing can happen between the end of history and what is live.
    if (isAll) goLive()
  }

  function goLive(): void {
    state = 'live'
    caughtUp.resolve()
    if (sendsCaughtUp) say({ type: 'caught-up', position, log: venue.logId })
    // By the venue's time, in which silence may be long although hardly any time has passed here.
    if (heartbeatMs !== undefined) stopBeating = beatEvery(heartbeatMs, venue.clock, beat)
  }

  const beat = () => isTooSlow() || say({ type: 'heartbeat', position, previous: telling.previous })

  /** Whether the client left too much unread; it is then told to go, and where it may go on. */
  function isTooSlow(): boolean {
    if (telling.way.unreadBytes <= maxUnreadBytes) return false
    telling.way.close(resumeFrom(position))
    end()
    return true
  }

  function end(): void {
    if (state === 'ended') return
    state = 'ended'
    caughtUp.resolve()
    stopBeating()
    telling.line?.hangUp()
    onEnd()
  }

  return {
    get position() {
      return position
    },
    begin: catchUp,
    get keepsBack() {
      return telling.line?.keepsBack === true
    },
    hears: (news) => state === 'live' && news.batch(position, filter).size > 0,
    hear(news, fate) {
      if (state !== 'live' || news.last <= position) return
      const batch = news.batch(position, filter)
      if (batch.last !== undefined && isTooSlow()) return
      position = news.last
      telling.carry(batch, fate)
    },
    async delivered() {
      await caughtUp.promise
      if (state === 'live') await telling.way.delivered()
    },
    ping: () => telling.way.ping(),
    cutOff() {
      telling.way.cutOff()
      end()
    },
    goAway() {
      telling.line?.flush()
      say({ type: 'going-away' })
      telling.way.close(goingAway)
      end()
    },
    end,
  }
}
