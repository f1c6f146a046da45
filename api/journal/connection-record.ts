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

/** What a client subscribed to. */
export interface RecordedSubscription {
  readonly after: number
  readonly filter: { matches(order: Order): boolean }
}

/** A message that was handed to the system, or skipped. */
interface InFlightMessage {
  readonly message: Sent
  /** When that happened. A held clock may move on before the system accepts the message. */
  readonly at: Instant
}

interface Ended extends Ending {
  /** When the venue closed the connection; else when it ended. */
  readonly at: Instant
}

const maxRows = 1000

/** Faults that replace the message: it is not sent. */
const consuming: ReadonlySet<AppliedFault['does']> = new Set(['drop', 'cut', 'close'])

/**
 * Records the messages and frames of one stream connection, in order: what the system accepted, which
 * faults applied, and what the client sent. Consecutive order messages form one row, which is read
 * from the log on demand. So an event costs no memory per connection. The last 1,000 rows are kept.
 */
export class ConnectionRecord {
  readonly after: number
  /** Whether an order passes the client's filter. */
  readonly matches: (order: Order) => boolean
  /** All events up to its position have been processed, and sent if they pass the filter. */
  subscribed: { readonly position: number }
  /** Messages up to this position were read from the log. Undefined while all are. */
  historyTo: number | undefined
  /** The number of messages sent. */
  sentCount = 0
  /** The number of frames received. */
  receivedCount = 0
  /** The number of messages and frames in rows that were dropped; the oldest rows are dropped first. */
  dropped = 0
  /** How the connection ended; undefined while it is open. */
  ended: Ended | undefined
  /** The approximate size of the rows, in bytes. */
  weight = 0
  readonly #clock: Clock
  readonly #onGrown: () => void
  #rows: FrameRow[] = []
  #lastId = 0
  /** Messages that the system has not accepted yet, in order, and skipped messages between them. */
  #inFlight: InFlightMessage[] = []
  /** Delayed messages, which are not handed to the system yet. */
  readonly #delayed = new Set<Sent>()
  /** How the venue closed the connection; undefined if it has not. */
  #closing: Ended | undefined
  #isForgotten = false

  /** Calls `onGrown` whenever `weight` changes. */
  constructor({ after, filter }: RecordedSubscription, clock: Clock, onGrown: () => void) {
    this.after = after
    this.matches = filter.matches
    this.subscribed = { position: after }
    this.#clock = clock
    this.#onGrown = onGrown
  }

  /** The kept rows, oldest first. */
  get rows(): readonly FrameRow[] {
    return this.#rows
  }

  /** Records that a message is delayed. If the connection ends first, the message counts as not sent. */
  recordDelayed(sent: Sent): void {
    if (!this.#isForgotten) this.#delayed.add(sent)
  }

  /**
   * Records that a message is handed to the system. Pass the result as the callback of the write; it
   * calls `onFlushed` in turn.
   */
  recordSending(
    sent: Sent,
    onFlushed?: () => void,
  ): ((failure?: Error | null) => void) | undefined {
    if (this.#isForgotten) return onFlushed
    this.#send(sent)
    if (!onFlushed) return this.#onFlushed
    return (failure) => {
      this.#onFlushed(failure)
      onFlushed()
    }
  }

  /** Records that a message is not sent, because of a fault or because the connection is closing. */
  recordSkipped(sent: Sent): void {
    if (this.#isForgotten) return
    this.#send(sent)
    this.#keepSkipped()
  }

  /** Records a frame from the client. */
  recordReceived(received: Received): void {
    this.receivedCount++
    this.#push({ kind: 'received', received, ...this.#next(this.#clock.now()) })
  }

  /** Records that the venue closes the connection. Only the first call counts. */
  recordClosing({ code, reason }: CloseInfo): void {
    this.#closing ??= {
      by: 'venue',
      ...(code !== undefined && { code }),
      ...(reason !== undefined && { reason }),
      at: this.#clock.now(),
    }
  }

  /**
   * Records that the connection has ended. Uses `observed` unless the venue closed the connection
   * first. Messages that are still delayed, or that the system has not accepted, count as not sent.
   */
  recordEnd(observed: Ending): void {
    this.ended = this.#closing ?? { ...observed, at: this.#clock.now() }
    const { at, ...ending } = this.ended
    for (const inFlight of this.#inFlight.splice(0)) this.#keep(inFlight, false)
    for (const message of this.#delayed) this.#keep({ message, at }, false)
    this.#delayed.clear()
    // Releases the subscription, which this record may outlive.
    this.subscribed = { position: this.subscribed.position }
    this.#push({ kind: 'end', ending, ...this.#next(at) })
  }

  /** Discards all rows and records nothing more. The journal calls this when it drops the entry. */
  forget(): void {
    this.#isForgotten = true
    this.#rows = []
    this.#inFlight = []
    this.#delayed.clear()
  }

  #send(sent: Sent): void {
    this.#delayed.delete(sent)
    this.#inFlight.push({ message: sent, at: this.#clock.now() })
  }

  readonly #onFlushed = (failure?: Error | null): void => {
    // After a failed write nothing more is sent: `recordEnd` records the rest.
    if (failure) return
    const inFlight = this.#inFlight.shift()
    if (inFlight) this.#keep(inFlight, true)
    this.#keepSkipped()
  }

  /** Moves skipped messages to the rows, up to the next one that the system has yet to accept. */
  #keepSkipped(): void {
    for (let [next] = this.#inFlight; next && isConsumed(next.message); [next] = this.#inFlight) {
      this.#inFlight.shift()
      this.#keep(next, false)
    }
  }

  #keep({ message, at }: InFlightMessage, isSent: boolean): void {
    if (message.type === 'order') this.#keepOrders(message, at, isSent)
    else this.#keepNotice(message, at, isSent)
  }

  #keepOrders(sent: SentOrders, at: Instant, isSent: boolean): void {
    if (isSent) this.sentCount += sent.count
    const last = this.#rows.at(-1)
    if (last?.kind === 'orders' && last.isSent === isSent && continues(last.orders, sent)) {
      last.orders.position = sent.position
      last.orders.count += sent.count
    } else {
      this.#push({ kind: 'orders', orders: { ...sent }, isSent, ...this.#next(at) })
    }
  }

  #keepNotice(notice: Notice, at: Instant, isSent: boolean): void {
    if (isSent) this.sentCount++
    const last = this.#rows.at(-1)
    if (last?.kind === 'notice' && last.isSent === isSent && repeats(last.notice, notice)) {
      last.times++
    } else {
      this.#push({ kind: 'notice', notice, isSent, times: 1, ...this.#next(at) })
    }
  }

  #next(at: Instant) {
    return { id: ++this.#lastId, at }
  }

  #push(row: FrameRow): void {
    if (this.#isForgotten) return
    this.#rows.push(row)
    this.weight += weightOfRow(row)
    if (this.#rows.length > maxRows) this.#dropOldest()
    this.#onGrown()
  }

  #dropOldest(): void {
    const oldest = this.#rows.shift() as FrameRow
    this.weight -= weightOfRow(oldest)
    this.dropped += frameCount(oldest)
  }
}

const isConsumed = (sent: Sent) =>
  sent.type === 'order' && sent.fault !== undefined && consuming.has(sent.fault.does)

/** Whether messages extend a row: no fault applied to either, and no message is missing in between. */
const continues = (row: OrderRun, sent: SentOrders) =>
  sent.previous === row.position && !row.fault && !sent.fault

/** Whether a heartbeat has the position of the heartbeat before it. */
const repeats = (before: Notice, notice: Notice) =>
  before.type === 'heartbeat' && notice.type === 'heartbeat' && before.position === notice.position
