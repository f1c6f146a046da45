import type { Clock, Instant, Order } from '../../engine/index.ts'
import {
  type Befallen,
  countOf,
  type Ending,
  type Farewell,
  type Frames,
  type Notice,
  type OrderRow,
  type Said,
  type Told,
  type ToldOrders,
  weightOfFrames,
} from './frames.ts'

/** What a client wants to hear. */
export interface Wanted {
  readonly after: number
  readonly filter: { lets(order: Order): boolean }
}

/** How far a client's subscription has come. */
interface Subscribed {
  /** Every event up to here has been considered, and told if it was wanted. */
  readonly position: number
}

/** Something that was sent, or will not be. */
interface Sending {
  readonly told: Told
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
const consuming: ReadonlySet<Befallen['does']> = new Set(['drop', 'cut', 'close'])

/**
 * What went over the connection of a client that listens, in order: what the system has taken of
 * what was sent, what befell it, and what the client said. Messages of orders that follow each other
 * as in the log are one row, which is read from the log when somebody asks: however many listen,
 * nothing is written down for each of them. The last 1,000 rows, and what stands in none, are kept.
 */
export class Hearing {
  readonly after: number
  /** Which orders the client wants to hear of. */
  readonly lets: (order: Order) => boolean
  subscribed: Subscribed
  /** How many messages were sent. */
  told = 0
  /** How many frames came from the client. */
  said = 0
  /** How many frames have fallen out, the oldest first. */
  dropped = 0
  /** How the connection ended; undefined while it has not. */
  ended: Ended | undefined
  /** How much it takes to keep it, in bytes. */
  weight = 0
  readonly #clock: Clock
  readonly #onGrown: () => void
  #frames: Frames[] = []
  #kept = 0
  /** What is on its way to the system, in order, and among it what will not be sent. */
  #underWay: Sending[] = []
  /** What is kept back before it may go on its way. */
  readonly #keptBack = new Set<Told>()
  /** How the venue ended the connection; undefined while it has not. */
  #farewell: Ended | undefined
  #isForgotten = false

  /** `onGrown` is called whenever it weighs more. */
  constructor({ after, filter }: Wanted, clock: Clock, onGrown: () => void) {
    this.after = after
    this.lets = filter.lets
    this.subscribed = { position: after }
    this.#clock = clock
    this.#onGrown = onGrown
  }

  /** What is kept, oldest first. */
  get frames(): readonly Frames[] {
    return this.#frames
  }

  /** Takes in that something is kept back: it will be sent later or, if the connection ends first, never. */
  keepsBack(told: Told): void {
    if (!this.#isForgotten) this.#keptBack.add(told)
  }

  /** Takes in that something is being sent; the result is to be called when the system has taken it. */
  sends(told: Told, onTaken?: () => void): ((failure?: Error | null) => void) | undefined {
    if (this.#isForgotten) return onTaken
    this.#send(told)
    if (!onTaken) return this.#taken
    return (failure) => {
      this.#taken(failure)
      onTaken()
    }
  }

  /** Takes in that something is not sent, because of what befell it or because the connection is ending. */
  skips(told: Told): void {
    if (this.#isForgotten) return
    this.#send(told)
    this.#keepSkipped()
  }

  /** Takes in a frame that came from the client. */
  says(said: Said): void {
    this.said++
    this.#push({ kind: 'said', said, ...this.#next(this.#clock.now()) })
  }

  /** Takes in that the venue ends the connection. */
  closes({ code, reason }: Farewell): void {
    this.#farewell ??= {
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
  ends(seen: Ending): void {
    this.ended = this.#farewell ?? { ...seen, at: this.#clock.now() }
    const { at, ...ending } = this.ended
    for (const sending of this.#underWay.splice(0)) this.#keep(sending, false)
    for (const told of this.#keptBack) this.#keep({ told, at }, false)
    this.#keptBack.clear()
    // Lets go of what led here.
    this.subscribed = { position: this.subscribed.position }
    this.#push({ kind: 'end', ending, ...this.#next(at) })
  }

  /** Keeps nothing, now and later: it has fallen out of its journal. */
  forget(): void {
    this.#isForgotten = true
    this.#frames = []
    this.#underWay = []
    this.#keptBack.clear()
  }

  #send(told: Told): void {
    this.#keptBack.delete(told)
    this.#underWay.push({ told, at: this.#clock.now() })
  }

  readonly #taken = (failure?: Error | null): void => {
    // What failed was not sent, and nothing behind it will be.
    if (failure) return
    const sending = this.#underWay.shift()
    if (sending) this.#keep(sending, true)
    this.#keepSkipped()
  }

  #keepSkipped(): void {
    for (let [next] = this.#underWay; next && isConsumed(next.told); [next] = this.#underWay) {
      this.#underWay.shift()
      this.#keep(next, false)
    }
  }

  #keep({ told, at }: Sending, isSent: boolean): void {
    if (told.type === 'order') this.#keepOrders(told, at, isSent)
    else this.#keepNotice(told, at, isSent)
  }

  #keepOrders(told: ToldOrders, at: Instant, isSent: boolean): void {
    if (isSent) this.told += told.count
    const last = this.#frames.at(-1)
    if (last?.kind === 'orders' && last.isSent === isSent && goesOn(last.row, told)) {
      last.row.position = told.position
      last.row.count += told.count
    } else {
      this.#push({ kind: 'orders', row: { ...told }, isSent, ...this.#next(at) })
    }
  }

  #keepNotice(notice: Notice, at: Instant, isSent: boolean): void {
    if (isSent) this.told++
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

  #push(frames: Frames): void {
    if (this.#isForgotten) return
    this.#frames.push(frames)
    this.weight += weightOfFrames(frames)
    if (this.#frames.length > mostFrames) this.#dropOldest()
    this.#onGrown()
  }

  #dropOldest(): void {
    const oldest = this.#frames.shift() as Frames
    this.weight -= weightOfFrames(oldest)
    this.dropped += countOf(oldest)
  }
}

const isConsumed = (told: Told) =>
  told.type === 'order' && told.fault !== undefined && consuming.has(told.fault.does)

/** Whether nothing befell either, and nothing that the client wants to hear of stands between them. */
const goesOn = (row: OrderRow, told: ToldOrders) =>
  told.previous === row.position && !row.fault && !told.fault

/** Whether a heartbeat says once more that nothing has happened. */
const repeats = (before: Notice, notice: Notice) =>
  before.type === 'heartbeat' && notice.type === 'heartbeat' && before.position === notice.position
