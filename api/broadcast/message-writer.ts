import type { DeliveryPlan } from '../faults/stream-faults.ts'
import type { Notice, SentOrders } from '../journal/frames.ts'
import type { Batch } from './batch.ts'
import { FaultySink, type FaultySinkOptions } from './faulty-sink.ts'
import type { Sink } from './sink.ts'

/** What is said to one client, in order: each message of an order names the one before. */
export class MessageWriter {
  readonly #options: FaultySinkOptions
  #previous: number | null = null
  #sink: Sink
  #faultySink: FaultySink | undefined

  /** Nothing is sent yet. */
  constructor(options: FaultySinkOptions) {
    this.#options = options
    this.#sink = options.sink
  }

  /** The position of the last message of an order; null before the first. */
  get previous(): number | null {
    return this.#previous
  }

  /** By which way everything goes to the client. */
  get sink(): Sink {
    return this.#sink
  }

  /** That way, once something may have befallen a message on it. */
  get faultySink(): FaultySink | undefined {
    return this.#faultySink
  }

  /** Sends messages of orders; `onTaken` is called when the system has taken them, at once where there are none. */
  writeOrders(batch: Batch, onTaken?: () => void): void {
    if (batch.last === undefined) {
      onTaken?.()
      return
    }
    const { sink, record } = this.#options
    const sent = record && sentOrders(batch, this.#previous)
    this.#sink.send(batch.after(this.#previous, sink.encoding), onTaken, sent)
    this.#previous = batch.last
  }

  /** Sends messages of orders; what has a fate is one, and meets it. */
  deliver(batch: Batch, plan: DeliveryPlan | undefined): void {
    if (!plan) {
      this.writeOrders(batch)
      return
    }
    if (batch.last === undefined) return
    const { sink, record } = this.#options
    this.#faultySink ??= new FaultySink(this.#options)
    this.#sink = this.#faultySink
    const sent = record && sentOrders(batch, this.#previous, plan)
    this.#faultySink.deliver(batch.after(this.#previous, sink.encoding), plan, sent)
    this.#previous = batch.last
  }

  /** Sends a message that is about no order, after which one may go on from a position. */
  writeNotice(position: number, notice: Notice): void {
    const bytes = this.#options.sink.encoding.encode([{ position, text: JSON.stringify(notice) }])
    this.#sink.send(bytes, undefined, notice)
  }
}

/** What a batch tells that is not empty, as a journal keeps it. */
function sentOrders(
  { last, size }: Batch,
  previous: number | null,
  plan?: DeliveryPlan,
): SentOrders {
  const position = last as number
  const { fault, rule } = plan ?? {}
  const befallen = fault && rule !== undefined ? { rule, does: fault.does } : undefined
  return { type: 'order', previous, position, count: size, fault: befallen }
}
