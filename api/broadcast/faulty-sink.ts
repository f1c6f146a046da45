import type { Clock } from '../../engine/index.ts'
import type { DeliveryPlan } from '../faults/stream-faults.ts'
import type { ConnectionRecord } from '../journal/connection-record.ts'
import type { Sent } from '../journal/frames.ts'
import type { CloseReason } from './close-reason.ts'
import { createDelayQueue, type DelayQueue } from './delay-queue.ts'
import type { Encoding, Sink } from './sink.ts'

export interface FaultySinkOptions {
  readonly sink: Sink
  /** The venue's clock, which times the delays. */
  readonly clock: Clock
  /** Runs when a fault has ended the connection. */
  readonly onEnd: () => void
  /** The journal's record of the connection, if there is a journal. */
  readonly record: ConnectionRecord | undefined
}

/** Encoded messages, and their description if there is a journal. */
interface Outgoing {
  readonly bytes: Buffer
  readonly sent: Sent | undefined
}

/**
 * Applies stream faults to the order messages of one client. `send` queues behind delayed messages.
 * Delayed messages count as unread.
 */
export class FaultySink implements Sink {
  readonly #options: FaultySinkOptions
  readonly #queue: DelayQueue
  /** The message to send after the next one. */
  #swapped: Outgoing | undefined
  /** Whether the connection has ended. A delayed `cut` or `close` can end it at any time. */
  #isOver = false

  constructor(options: FaultySinkOptions) {
    this.#options = options
    this.#queue = createDelayQueue(options.clock)
  }

  get encoding(): Encoding {
    return this.#options.sink.encoding
  }

  get unreadBytes(): number {
    return this.#options.sink.unreadBytes + this.#queue.bytes
  }

  /** Whether messages wait for the clock. */
  get hasDelayed(): boolean {
    return !this.#queue.isEmpty
  }

  /** Sends an order message by its plan. */
  deliver(bytes: Buffer, { delayMs, fault }: DeliveryPlan, sent?: Sent): void {
    const message = { bytes, sent }
    switch (fault?.does) {
      case undefined:
        this.#enqueue(message, delayMs)
        break
      case 'drop':
        if (sent) this.#options.record?.recordSkipped(sent)
        break
      case 'duplicate':
        // A copy, because the record distinguishes the two by identity.
        this.#enqueueOne({ bytes, sent: sent && { ...sent } }, delayMs)
        this.#enqueue(message, delayMs)
        break
      case 'swap':
        // The second message of a swap is not swapped again.
        if (this.#swapped) this.#enqueue(message, delayMs)
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
        this.#endAt(delayMs, () => this.#options.sink.cutOff(), sent)
        break
      case 'close':
        this.#endAt(delayMs, () => this.#options.sink.close(fault), sent)
        break
    }
  }

  send(bytes: Buffer, onFlushed?: () => void, sent?: Sent): void {
    if (!this.#isOver) this.#enqueue({ bytes, sent }, 0, onFlushed)
  }

  delivered(): Promise<void> {
    return this.#options.sink.delivered()
  }

  ping(): void {
    this.#options.sink.ping()
  }

  /** Sends all delayed and swapped messages now. */
  flush(): void {
    this.#queue.flush()
    if (this.#swapped) this.#send(this.#swapped)
    this.#swapped = undefined
  }

  cutOff(): void {
    this.#options.sink.cutOff()
  }

  close(closeReason: CloseReason): void {
    this.flush()
    if (!this.#isOver) this.#options.sink.close(closeReason)
  }

  /** Discards all delayed and swapped messages, and sends nothing more. The connection has ended. */
  discard(): void {
    this.#isOver = true
    this.#queue.clear()
    this.#swapped = undefined
  }

  /** Enqueues a message, and after it the swapped one. */
  #enqueue(message: Outgoing, afterMs: number, onFlushed?: () => void): void {
    this.#enqueueOne(message, afterMs, onFlushed)
    if (this.#swapped) this.#enqueueOne(this.#swapped, afterMs)
    this.#swapped = undefined
  }

  /** Swaps a message with the next one. The next message is not sent before this one was due. */
  #swapWithNext(message: Outgoing, afterMs: number): void {
    this.#recordDelayed(message)
    this.#swapped = message
    this.#queue.stall(afterMs, 0)
  }

  #enqueueOne(message: Outgoing, afterMs: number, onFlushed?: () => void): void {
    this.#recordDelayed(message)
    this.#queue.enqueue(afterMs, message.bytes.length, () => this.#send(message, onFlushed))
  }

  #recordDelayed({ sent }: Outgoing): void {
    if (sent) this.#options.record?.recordDelayed(sent)
  }

  #send({ bytes, sent }: Outgoing, onFlushed?: () => void): void {
    this.#options.sink.send(bytes, onFlushed, sent)
  }

  /** Ends the connection when the message would be sent. */
  #endAt(afterMs: number, end: () => void, sent: Sent | undefined): void {
    if (sent) this.#options.record?.recordDelayed(sent)
    this.#queue.enqueue(afterMs, 0, () => {
      if (sent) this.#options.record?.recordSkipped(sent)
      end()
      this.#options.onEnd()
    })
  }
}
