import type { Clock } from '../../engine/index.ts'
import type { Fate } from '../faults/stream-faults.ts'
import type { Hearing } from '../journal/connection-record.ts'
import type { Told } from '../journal/frames.ts'
import type { Farewell } from './close-reason.ts'
import { type Backlog, createBacklog } from './delay-queue.ts'
import type { Wire } from './encoding.ts'
import type { Sink } from './sink.ts'

export interface LineOptions {
  readonly sink: Sink
  /** The venue's: what is kept back goes on when its time does. */
  readonly clock: Clock
  /** A fault ended the connection: the line is to hang up. */
  readonly onEnd: () => void
  /** What a journal keeps of it, where one is kept. */
  readonly hearing: Hearing | undefined
}

/** Some bytes, and what they tell, where a journal is kept. */
interface Parcel {
  readonly bytes: Buffer
  readonly told: Told | undefined
}

/**
 * The way to one client while faults befall the messages of orders. As a sink it keeps the order: what
 * is sent stands behind all that is kept back, and that counts as unread.
 */
export class Line implements Sink {
  readonly wire: Wire
  readonly #sink: Sink
  readonly #onEnd: () => void
  readonly #backlog: Backlog
  readonly #hearing: Hearing | undefined
  /** A message that changes places with the next one. */
  #partner: Parcel | undefined
  /** Whether the connection has ended: what is kept back may do that while more is being said. */
  #isOver = false

  constructor({ sink, clock, onEnd, hearing }: LineOptions) {
    this.wire = sink.wire
    this.#sink = sink
    this.#onEnd = onEnd
    this.#backlog = createBacklog(clock)
    this.#hearing = hearing
  }

  get unreadBytes(): number {
    return this.#sink.unreadBytes + this.#backlog.bytes
  }

  /** Whether something is kept back until time has passed. */
  get keepsBack(): boolean {
    return !this.#backlog.isEmpty
  }

  /** Sends the message of an order, or does with it what befalls it. */
  carry(bytes: Buffer, { delayMs, fault }: Fate, told?: Told): void {
    const message = { bytes, told }
    switch (fault?.does) {
      case undefined:
        this.#pass(message, delayMs)
        break
      case 'drop':
        if (told) this.#hearing?.skips(told)
        break
      case 'duplicate':
        // A journal tells the two apart.
        this.#put({ bytes, told: told && { ...told } }, delayMs)
        this.#pass(message, delayMs)
        break
      case 'swap':
        // One that takes the place of another has changed places already.
        if (this.#partner) this.#pass(message, delayMs)
        else this.#letPass(message, delayMs)
        break
      case 'delay':
        this.#keepBack(message)
        this.#backlog.putAside(delayMs, fault.ms, bytes.length, () => this.#send(message))
        break
      case 'stall':
        this.#backlog.stall(delayMs, fault.ms)
        this.#pass(message, delayMs)
        break
      case 'cut':
        this.#endAt(delayMs, () => this.#sink.cutOff(), told)
        break
      case 'close':
        this.#endAt(delayMs, () => this.#sink.close(fault), told)
        break
    }
  }

  send(bytes: Buffer, onTaken?: () => void, told?: Told): void {
    if (!this.#isOver) this.#pass({ bytes, told }, 0, onTaken)
  }

  delivered(): Promise<void> {
    return this.#sink.delivered()
  }

  ping(): void {
    this.#sink.ping()
  }

  /** Sends at once whatever is kept back. */
  flush(): void {
    this.#backlog.doAll()
    if (this.#partner) this.#send(this.#partner)
    this.#partner = undefined
  }

  cutOff(): void {
    this.#sink.cutOff()
  }

  close(farewell: Farewell): void {
    this.flush()
    if (!this.#isOver) this.#sink.close(farewell)
  }

  /** Forgets what is kept back, and sends nothing more: the connection has ended. */
  hangUp(): void {
    this.#isOver = true
    this.#backlog.clear()
    this.#partner = undefined
  }

  /** Sends something, and behind it the message that was to change places with the next. */
  #pass(parcel: Parcel, afterMs: number, onTaken?: () => void): void {
    this.#put(parcel, afterMs, onTaken)
    if (this.#partner) this.#put(this.#partner, afterMs)
    this.#partner = undefined
  }

  /** Has a message change places with the next one, which comes no sooner than this would have come. */
  #letPass(message: Parcel, afterMs: number): void {
    this.#partner = this.#keepBack(message)
    this.#backlog.stall(afterMs, 0)
  }

  #put(parcel: Parcel, afterMs: number, onTaken?: () => void): void {
    this.#keepBack(parcel)
    this.#backlog.put(afterMs, parcel.bytes.length, () => this.#send(parcel, onTaken))
  }

  #keepBack(parcel: Parcel): Parcel {
    if (parcel.told) this.#hearing?.keepsBack(parcel.told)
    return parcel
  }

  #send({ bytes, told }: Parcel, onTaken?: () => void): void {
    this.#sink.send(bytes, onTaken, told)
  }

  /** Ends the connection where the message would have come. */
  #endAt(afterMs: number, act: () => void, told: Told | undefined): void {
    if (told) this.#hearing?.keepsBack(told)
    this.#backlog.put(afterMs, 0, () => {
      if (told) this.#hearing?.skips(told)
      act()
      this.#onEnd()
    })
  }
}
