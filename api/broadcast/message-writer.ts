import type { DeliveryPlan } from '../faults/stream-faults.ts'
import type { Notice, SentOrders } from '../journal/frames.ts'
import type { Batch } from './batch.ts'
import { FaultySink, type FaultySinkOptions } from './faulty-sink.ts'
import type { Sink } from './sink.ts'

/**
 * Writes the messages to one client, in order. Each order message names the one before it. A class, because
 * closures would cost a kilobyte per client and time per message.
 */
export class MessageWriter {
  readonly #options: FaultySinkOptions
  #previous: number | null = null
  #sink: Sink
  #faultySink: FaultySink | undefined

  constructor(options: FaultySinkOptions) {
    this.#options = options
    this.#sink = options.sink
  }

  /** The position of the last order message; null before the first. */
  get previous(): number | null {
    return this.#previous
  }

  /** The sink of all messages: the client's own, or `faultySink` once there is one. */
  get sink(): Sink {
    return this.#sink
  }

  /** The wrapper around the sink. Undefined until a message has a delivery plan. */
  get faultySink(): FaultySink | undefined {
    return this.#faultySink
  }

  /** Writes order messages. `onFlushed` runs when the system has accepted them, or now if there are none. */
  writeOrders(batch: Batch, onFlushed?: () => void): void {
    if (batch.last === undefined) {
      onFlushed?.()
      return
    }
    const { sink, record } = this.#options
    const sent = record && sentOrders(batch.last, batch.size, this.#previous)
    this.#sink.send(batch.after(this.#previous, sink.encoding), onFlushed, sent)
    this.#previous = batch.last
  }

  /** Writes order messages, by `plan` if there is one. With a plan, the batch has at most one message. */
  deliver(batch: Batch, plan: DeliveryPlan | undefined): void {
    if (!plan) {
      this.writeOrders(batch)
      return
    }
    if (batch.last === undefined) return
    const { sink, record } = this.#options
    this.#faultySink ??= new FaultySink(this.#options)
    this.#sink = this.#faultySink
    const sent = record && sentOrders(batch.last, batch.size, this.#previous, plan)
    this.#faultySink.deliver(batch.after(this.#previous, sink.encoding), plan, sent)
    this.#previous = batch.last
  }

  /** Writes any other message. A client that has read it can resume from `position`. */
  writeNotice(position: number, notice: Notice): void {
    const bytes = this.#options.sink.encoding.encode([{ position, text: JSON.stringify(notice) }])
    this.#sink.send(bytes, undefined, notice)
  }
}

/** What a journal records of order messages. */
function sentOrders(
  position: number,
  count: number,
  previous: number | null,
  { fault, rule }: Partial<DeliveryPlan> = {},
): SentOrders {
  const applied = fault && rule !== undefined ? { rule, does: fault.does } : undefined
  return { type: 'order', previous, position, count, fault: applied }
}
