import type { Clock, Instant, Order } from '../../engine/index.ts'
import {
  type AppliedFault,
  type CloseInfo,
  type Ending,
  type FrameRow,
  frameCount,
  type Notice,
  type OrderRun,
  type Received,
  type Sent,
  type SentOrders,
  weightOfRow,
} from './frames.ts'

/** What a client wants to hear. */
export interface RecordedSubscription {
  readonly after: number
  readonly filter: { matches(order: Order): boolean }
}

/** How far a client's subscription has come. */
interface Subscribed {
  /** Every event up to here has been considered, and told if it was wanted. */
  readonly position: number
}

/** Something that was sent, or will not be. */
interface Sending {
  readonly message: Sent
  /** When, which may be long before the system has taken it: meanwhile held time may move on. */
  readonly at: Instant
}

interface Ended extends Ending {
  /** When the venue ended it, or else when the end came. */
  readonly at: Instant
}

/** How much of what went over a connection is kept: rows, and what stands in none. */
const mostFrames = 1000

/** What leaves no message to be sent. */
const consuming: ReadonlySet<AppliedFault['does']> = new Set(['drop', 'cut', 'close'])

/**
 * What went over the connection of a client that listens, in order: what the system has taken of
 * what was sent, what befell it, and what the client said. Messages of orders that follow each other
 * as in the log are one row, which is read from the log when somebody asks: however many listen,
 * nothing is written down for each of them. The last 1,000 rows, and what stands in none, are kept.
 */
export class ConnectionRecord {
  readonly after: number
  /** Which orders the client wants to hear of. */
  readonly matches: (order: Order) => boolean
  subscribed: Subscribed
  /** How many messages were sent. */
  sentCount = 0
  /** How many frames came from the client. */
  receivedCount = 0
  /** How many frames have fallen out, the oldest first. */
  dropped = 0
  /** How the connection ended; undefined while it has not. */
  ended: Ended | undefined
  /** How much it takes to keep it, in bytes. */
  weight = 0
  readonly #clock: Clock
  readonly #onGrown: () => void
  #frames: FrameRow[] = []
  #kept = 0
  /** What is on its way to the system, in order, and among it what will not be sent. */
  #inFlight: Sending[] = []
  /** What is kept back before it may go on its way. */
  readonly #delayed = new Set<Sent>()
  /** How the venue ended the connection; undefined while it has not. */
  #closing: Ended | undefined
  #isForgotten = false

  /** `onGrown` is called whenever it weighs more. */
  constructor({ after, filter }: RecordedSubscription, clock: Clock, onGrown: () => void) {
    this.after = after
    this.matches = filter.matches
    this.subscribed = { position: after }
    this.#clock = clock
    this.#onGrown = onGrown
  }

  /** What is kept, oldest first. */
  get rows(): readonly FrameRow[] {
    return this.#frames
  }

  /** Takes in that something is kept back: it will be sent later or, if the connection ends first, never. */
  recordDelayed(sent: Sent): void {
    if (!this.#isForgotten) this.#delayed.add(sent)
  }

  /** Takes in that something is being sent; the result is to be called when the system has taken it. */
  recordSending(sent: Sent, onTaken?: () => void): ((failure?: Error | null) => void) | undefined {
    if (this.#isForgotten) return onTaken
    this.#send(sent)
    if (!onTaken) return this.#taken
    return (failure) => {
      this.#taken(failure)
      onTaken()
    }
  }

  /** Takes in that something is not sent, because of what befell it or because the connection is ending. */
  recordSkipped(sent: Sent): void {
    if (this.#isForgotten) return
    this.#send(sent)
    this.#keepSkipped()
  }

  /** Takes in a frame that came from the client. */
  recordReceived(received: Received): void {
    this.receivedCount++
    this.#push({ kind: 'received', received: received, ...this.#next(this.#clock.now()) })
  }

  /** Takes in that the venue ends the connection. */
  recordClosing({ code, reason }: CloseInfo): void {
    this.#closing ??= {
      by: 'venue',
      ...(code !== undefined && { code }),
      ...(reason !== undefined && { reason }),
      at: this.#clock.now(),
    }
  }

  /**
   * Takes in that the connection has ended: as it looks from here, if the venue has not ended it.
   * What the system had not taken by then was not sent, nor what was kept back.
   */
  recordEnd(seen: Ending): void {
    this.ended = this.#closing ?? { ...seen, at: this.#clock.now() }
    const { at, ...ending } = this.ended
    for (const sending of this.#inFlight.splice(0)) this.#keep(sending, false)
    for (const sent of this.#delayed) this.#keep({ message: sent, at }, false)
    this.#delayed.clear()
    // Lets go of what led here.
    this.subscribed = { position: this.subscribed.position }
    this.#push({ kind: 'end', ending, ...this.#next(at) })
  }

  /** Keeps nothing, now and later: it has fallen out of its journal. */
  forget(): void {
    this.#isForgotten = true
    this.#frames = []
    this.#inFlight = []
    this.#delayed.clear()
  }

  #send(sent: Sent): void {
    this.#delayed.delete(sent)
    this.#inFlight.push({ message: sent, at: this.#clock.now() })
  }

  readonly #taken = (failure?: Error | null): void => {
    // What failed was not sent, and nothing behind it will be.
    if (failure) return
    const sending = this.#inFlight.shift()
    if (sending) this.#keep(sending, true)
    this.#keepSkipped()
  }

  #keepSkipped(): void {
    for (let [next] = this.#inFlight; next && isConsumed(next.message); [next] = this.#inFlight) {
      this.#inFlight.shift()
      this.#keep(next, false)
    }
  }

  #keep({ message: sent, at }: Sending, isSent: boolean): void {
    if (sent.type === 'order') this.#keepOrders(sent, at, isSent)
    else this.#keepNotice(sent, at, isSent)
  }

  #keepOrders(sent: SentOrders, at: Instant, isSent: boolean): void {
    if (isSent) this.sentCount += sent.count
    const last = this.#frames.at(-1)
    if (last?.kind === 'orders' && last.isSent === isSent && continues(last.orders, sent)) {
      last.orders.position = sent.position
      last.orders.count += sent.count
    } else {
      this.#push({ kind: 'orders', orders: { ...sent }, isSent, ...this.#next(at) })
    }
  }

  #keepNotice(notice: Notice, at: Instant, isSent: boolean): void {
    if (isSent) this.sentCount++
    const last = this.#frames.at(-1)
    if (last?.kind === 'notice' && last.isSent === isSent && repeats(last.notice, notice)) {
      last.times++
    } else {
      this.#push({ kind: 'notice', notice, isSent, times: 1, ...this.#next(at) })
    }
  }

  #next(at: Instant) {
    return { id: ++this.#kept, at }
  }

  #push(frames: FrameRow): void {
    if (this.#isForgotten) return
    this.#frames.push(frames)
    this.weight += weightOfRow(frames)
    if (this.#frames.length > mostFrames) this.#dropOldest()
    this.#onGrown()
  }

  #dropOldest(): void {
    const oldest = this.#frames.shift() as FrameRow
    this.weight -= weightOfRow(oldest)
    this.dropped += frameCount(oldest)
  }
}

const isConsumed = (sent: Sent) =>
  sent.type === 'order' && sent.fault !== undefined && consuming.has(sent.fault.does)

/** Whether nothing befell either, and nothing that the client wants to hear of stands between them. */
const continues = (row: OrderRun, sent: SentOrders) =>
  sent.previous === row.position && !row.fault && !sent.fault

/** Whether a heartbeat says once more that nothing has happened. */
const repeats = (before: Notice, notice: Notice) =>
  before.type === 'heartbeat' && notice.type === 'heartbeat' && before.position === notice.position
