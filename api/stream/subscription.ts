import type { Venue } from '../../engine/index.ts'
import type { Notice, ToldOrders } from '../journal/frames.ts'
import type { Hearing } from '../journal/hearing.ts'
import { type Batch, createBatch } from './batch.ts'
import { goingAway, resumeFrom } from './farewell.ts'
import { beatEvery } from './heartbeat.ts'
import type { Interest } from './interest.ts'
import { Line } from './line.ts'
import type { News } from './news.ts'
import type { Sink } from './sink.ts'
import type { Fate } from './stream-faults.ts'
import type { TakeTurn } from './turns.ts'

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
  const { after, isResumed, filter, heartbeatMs } = options.interest
  /** Every event up to here has been considered. */
  let position = after
  /** The position of the last order message. */
  let previous: number | null = null
  let state: 'behind' | 'live' | 'ended' = 'behind'
  let stopBeating = () => {}
  /** The way to the client once something may have befallen a message on it. */
  let line: Line | undefined
  let way: Sink = sink
  const caughtUp = Promise.withResolvers<void>()

  function catchUp(): void {
    if (state !== 'behind') return
    const changes = venue.changes(position, eventsPerStep)
    position = changes.at(-1)?.event.position ?? position
    const batch = createBatch(changes.filter(({ order }) => filter.lets(order)))
    if (position === venue.position) {
      // In the same step, so that nothing can happen between the end of history and what is live.
      tell(batch)
      goLive()
    } else if (batch.last === undefined) {
      takeTurn(catchUp)
    } else {
      tell(batch, () => takeTurn(catchUp))
    }
  }

  function goLive(): void {
    state = 'live'
    caughtUp.resolve()
    if (isResumed) say({ type: 'caught-up', position, log: venue.logId })
    // By the venue's time, in which silence may be long although hardly any time has passed here.
    if (heartbeatMs !== undefined) stopBeating = beatEvery(heartbeatMs, venue.clock, beat)
  }

  function beat(): void {
    if (!isTooSlow()) say({ type: 'heartbeat', position, previous })
  }

  function tell(batch: Batch, onTaken?: () => void): void {
    if (batch.last === undefined) return
    way.send(batch.after(previous, sink.wire), onTaken, hearing && toldBy(batch, previous))
    previous = batch.last
  }

  function carry(batch: Batch, fate: Fate): void {
    if (batch.last === undefined) return
    line ??= new Line({ sink, clock: venue.clock, onEnd: end, hearing })
    way = line
    line.carry(batch.after(previous, sink.wire), fate, hearing && toldBy(batch, previous, fate))
    previous = batch.last
  }

  function say(message: Notice): void {
    way.send(sink.wire.encode([{ position, text: JSON.stringify(message) }]), undefined, message)
  }

  /** Whether the client left too much unread; it is then told to go, and where it may go on. */
  function isTooSlow(): boolean {
    if (way.unreadBytes <= maxUnreadBytes) return false
    way.close(resumeFrom(position))
    end()
    return true
  }

  function end(): void {
    if (state === 'ended') return
    state = 'ended'
    caughtUp.resolve()
    stopBeating()
    line?.hangUp()
    onEnd()
  }

  return {
    get position() {
      return position
    },
    begin: catchUp,
    get keepsBack() {
      return line?.keepsBack === true
    },
    hear(news, fate) {
      if (state !== 'live' || news.last <= position) return
      const batch = news.batch(position, filter)
      if (batch.last !== undefined && isTooSlow()) return
      position = news.last
      if (fate) carry(batch, fate)
      else tell(batch)
    },
    async delivered() {
      await caughtUp.promise
      if (state === 'live') await way.delivered()
    },
    ping: () => way.ping(),
    cutOff() {
      way.cutOff()
      end()
    },
    goAway() {
      line?.flush()
      say({ type: 'going-away' })
      way.close(goingAway)
      end()
    },
    end,
  }
}

/** What a batch tells that is not empty, as a journal keeps it. */
function toldBy({ last, size }: Batch, previous: number | null, fate?: Fate): ToldOrders {
  const position = last as number
  const { fault, rule } = fate ?? {}
  const befallen = fault && rule !== undefined ? { rule, does: fault.does } : undefined
  return { type: 'order', previous, position, count: size, fault: befallen }
}
