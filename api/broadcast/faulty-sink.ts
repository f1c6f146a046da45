import type { Clock } from '../../engine/index.ts'
import type { DeliveryPlan } from '../faults/stream-faults.ts'
import type { ConnectionRecord } from '../journal/connection-record.ts'
import type { Sent } from '../journal/frames.ts'
import type { CloseReason } from './close-reason.ts'
import { createDelayQueue, type DelayQueue } from './delay-queue.ts'
import type { Encoding } from './encoding.ts'
import type { Sink } from './sink.ts'

export interface FaultySinkOptions {
  readonly sink: Sink
  /** The venue's: what is kept back goes on when its time does. */
  readonly clock: Clock
  /** A fault ended the connection: the line is to hang up. */
  readonly onEnd: () => void
  /** What a journal keeps of it, where one is kept. */
  readonly record: ConnectionRecord | undefined
}

/** Some bytes, and what they tell, where a journal is kept. */
interface Outgoing {
  readonly bytes: Buffer
  readonly sent: Sent | undefined
}

/**
 * The way to one client while faults befall the messages of orders. As a sink it keeps the order: what
 * is sent stands behind all that is kept back, and that counts as unread.
 */
export class FaultySink implements Sink {
  readonly encoding: Encoding
  readonly #sink: Sink
  readonly #onEnd: () => void
  readonly #queue: DelayQueue
  readonly #record: ConnectionRecord | undefined
  /** A message that changes places with the next one. */
  #partner: Outgoing | undefined
  /** Whether the connection has ended: what is kept back may do that while more is being said. */
  #isOver = false

  constructor({ sink, clock, onEnd, record }: FaultySinkOptions) {
    this.encoding = sink.encoding
    this.#sink = sink
    this.#onEnd = onEnd
    this.#queue = createDelayQueue(clock)
    this.#record = record
  }

  get unreadBytes(): number {
    return this.#sink.unreadBytes + this.#queue.bytes
  }

  /** Whether something is kept back until time has passed. */
  get hasDelayed(): boolean {
    return !this.#queue.isEmpty
  }

  /** Sends the message of an order, or does with it what befalls it. */
  deliver(bytes: Buffer, { delayMs, fault }: DeliveryPlan, sent?: Sent): void {
    const message = { bytes, sent }
    switch (fault?.does) {
      case undefined:
        this.#enqueue(message, delayMs)
        break
      case 'drop':
        if (sent) this.#record?.recordSkipped(sent)
        break
      case 'duplicate':
        // A journal tells the two apart.
        this.#enqueueOne({ bytes, sent: sent && { ...sent } }, delayMs)
        this.#enqueue(message, delayMs)
        break
      case 'swap':
        // One that takes the place of another has changed places already.
        if (this.#partner) this.#enqueue(message, delayMs)
        else this.#swapWithNext(message, delayMs)
        break
      case 'delay':
        this.#recordDelayed(message)
        this.#queue.delayAlone(delayMs, fault.ms, bytes.length, () => this.#send(message))
        break
      case 'stall':
        this.#queue.stall(delayMs, fault.ms)
        this.#enqueue(message, delayMs)
        break
      case 'cut':
        this.#endAt(delayMs, () => this.#sink.cutOff(), sent)
        break
      case 'close':
        this.#endAt(delayMs, () => this.#sink.close(fault), sent)
        break
    }
  }

  send(bytes: Buffer, onTaken?: () => void, sent?: Sent): void {
    if (!this.#isOver) this.#enqueue({ bytes, sent }, 0, onTaken)
  }

  delivered(): Promise<void> {
    return this.#sink.delivered()
  }

  ping(): void {
    this.#sink.ping()
  }

  /** Sends at once whatever is kept back. */
  flush(): void {
    this.#queue.flush()
    if (this.#partner) this.#send(this.#partner)
    this.#partner = undefined
  }

  cutOff(): void {
    this.#sink.cutOff()
  }

  close(closeReason: CloseReason): void {
    this.flush()
    if (!this.#isOver) this.#sink.close(closeReason)
  }

  /** Forgets what is kept back, and sends nothing more: the connection has ended. */
  discard(): void {
    this.#isOver = true
    this.#queue.clear()
    this.#partner = undefined
  }

  /** Sends something, and behind it the message that was to change places with the next. */
  #enqueue(parcel: Outgoing, afterMs: number, onTaken?: () => void): void {
    this.#enqueueOne(parcel, afterMs, onTaken)
    if (this.#partner) this.#enqueueOne(this.#partner, afterMs)
    this.#partner = undefined
  }

  /** Has a message change places with the next one, which comes no sooner than this would have come. */
  #swapWithNext(message: Outgoing, afterMs: number): void {
    this.#partner = this.#recordDelayed(message)
    this.#queue.stall(afterMs, 0)
  }

  #enqueueOne(parcel: Outgoing, afterMs: number, onTaken?: () => void): void {
    this.#recordDelayed(parcel)
    this.#queue.enqueue(afterMs, parcel.bytes.length, () => this.#send(parcel, onTaken))
  }

  #recordDelayed(parcel: Outgoing): Outgoing {
    if (parcel.sent) this.#record?.recordDelayed(parcel.sent)
    return parcel
  }

  #send({ bytes, sent }: Outgoing, onTaken?: () => void): void {
    this.#sink.send(bytes, onTaken, sent)
  }

  /** Ends the connection where the message would have come. */
  #endAt(afterMs: number, act: () => void, sent: Sent | undefined): void {
    if (sent) this.#record?.recordDelayed(sent)
    this.#queue.enqueue(afterMs, 0, () => {
      if (sent) this.#record?.recordSkipped(sent)
      act()
      this.#onEnd()
    })
  }
}
