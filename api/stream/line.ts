import type { Clock } from '../../engine/index.ts'
import { type Backlog, createBacklog } from './backlog.ts'
import type { Farewell } from './farewell.ts'
import type { Sink } from './sink.ts'
import type { Fate } from './stream-faults.ts'
import type { Wire } from './wire.ts'

export interface LineOptions {
  readonly sink: Sink
  /** The venue's: what is kept back goes on when its time does. */
  readonly clock: Clock
  /** A fault ended the connection: the line is to hang up. */
  readonly onEnd: () => void
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
  /** A message that changes places with the next one. */
  #partner: Buffer | undefined

  constructor({ sink, clock, onEnd }: LineOptions) {
    this.wire = sink.wire
    this.#sink = sink
    this.#onEnd = onEnd
    this.#backlog = createBacklog(clock)
  }

  get unreadBytes(): number {
    return this.#sink.unreadBytes + this.#backlog.bytes
  }

  /** Whether something is kept back until time has passed. */
  get keepsBack(): boolean {
    return !this.#backlog.isEmpty
  }

  /** Sends the message of an order, or does with it what befalls it. */
  carry(message: Buffer, { delayMs, fault }: Fate): void {
    switch (fault?.does) {
      case undefined:
        this.#pass(message, delayMs)
        break
      case 'drop':
        break
      case 'duplicate':
        this.#put(message, delayMs)
        this.#pass(message, delayMs)
        break
      case 'swap':
        // One that takes the place of another has changed places already.
        if (this.#partner) this.#pass(message, delayMs)
        else this.#partner = message
        break
      case 'delay':
        this.#backlog.putAside(delayMs, fault.ms, message.length, () => this.#sink.send(message))
        break
      case 'stall':
        this.#backlog.stall(delayMs, fault.ms)
        this.#pass(message, delayMs)
        break
      case 'cut':
        this.#endAt(delayMs, () => this.#sink.cutOff())
        break
      case 'close':
        this.#endAt(delayMs, () => this.#sink.close(fault))
        break
    }
  }

  send(bytes: Buffer, onTaken?: () => void): void {
    this.#pass(bytes, 0, onTaken)
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
    if (this.#partner) this.#sink.send(this.#partner)
    this.#partner = undefined
  }

  cutOff(): void {
    this.#sink.cutOff()
  }

  close(farewell: Farewell): void {
    this.flush()
    this.#sink.close(farewell)
  }

  /** Forgets what is kept back. */
  hangUp(): void {
    this.#backlog.clear()
    this.#partner = undefined
  }

  /** Sends bytes, and behind them the message that was to change places with the next. */
  #pass(bytes: Buffer, afterMs: number, onTaken?: () => void): void {
    this.#put(bytes, afterMs, onTaken)
    if (this.#partner) this.#put(this.#partner, afterMs)
    this.#partner = undefined
  }

  #put(bytes: Buffer, afterMs: number, onTaken?: () => void): void {
    this.#backlog.put(afterMs, bytes.length, () => this.#sink.send(bytes, onTaken))
  }

  /** Ends the connection where the message would have come. */
  #endAt(afterMs: number, act: () => void): void {
    this.#backlog.put(afterMs, 0, () => {
      act()
      this.#onEnd()
    })
  }
}
