import type { DeliveryPlan } from '../faults/stream-faults.ts'
import type { Notice, Sent } from '../journal/frames.ts'
import type { Batch } from './batch.ts'
import { FaultySink, type FaultySinkOptions } from './faulty-sink.ts'
import type { Sink } from './sink.ts'

/** Creates a writer of the messages to one client, in order. Each order message names the one before it. */
export function createMessageWriter(options: FaultySinkOptions) {
  const { record } = options
  const { encoding } = options.sink
  let previous: number | null = null
  let sink: Sink = options.sink
  let faultySink: FaultySink | undefined

  /** Encodes a batch that ends at `last`, and describes it for the journal, if there is one. */
  function encode(batch: Batch, last: number, { fault, rule }: Partial<DeliveryPlan> = {}) {
    const applied = fault && rule !== undefined ? { rule, does: fault.does } : undefined
    const sent: Sent | undefined = record && {
      type: 'order',
      previous,
      position: last,
      count: batch.size,
      fault: applied,
    }
    const bytes = batch.after(previous, encoding)
    previous = last
    return { bytes, sent }
  }

  /** Writes order messages. `onFlushed` runs when the OS has accepted them, or now if there are none. */
  function writeOrders(batch: Batch, onFlushed?: () => void): void {
    if (batch.last === undefined) {
      onFlushed?.()
      return
    }
    const { bytes, sent } = encode(batch, batch.last)
    sink.send(bytes, onFlushed, sent)
  }

  return {
    /** The position of the last order message; null before the first. */
    get previous() {
      return previous
    },
    /** The sink of all messages: the client's own, or `faultySink` once there is one. */
    get sink() {
      return sink
    },
    /** The wrapper around the client's sink. Undefined until a message has a delivery plan. */
    get faultySink() {
      return faultySink
    },
    writeOrders,
    /** Writes order messages, by `plan` if there is one. With a plan, the batch has at most one message. */
    deliver(batch: Batch, plan: DeliveryPlan | undefined) {
      if (!plan) return writeOrders(batch)
      if (batch.last === undefined) return
      faultySink ??= new FaultySink(options)
      sink = faultySink
      const { bytes, sent } = encode(batch, batch.last, plan)
      faultySink.deliver(bytes, plan, sent)
    },
    /** Writes any other message. A client that has read it can resume from `position`. */
    writeNotice(position: number, notice: Notice) {
      sink.send(encoding.encode([{ position, text: JSON.stringify(notice) }]), undefined, notice)
    },
  }
}
