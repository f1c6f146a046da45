import type { Notice, ToldOrders } from '../journal/frames.ts'
import type { Batch } from './batch.ts'
import { Line, type LineOptions } from './line.ts'
import type { Sink } from './sink.ts'
import type { Fate } from './stream-faults.ts'

/** What is said to one client, in order: each message of an order names the one before. */
export interface Telling {
  /** The position of the last message of an order; null before the first. */
  readonly previous: number | null
  /** By which way everything goes to the client. */
  readonly way: Sink
  /** That way, once something may have befallen a message on it. */
  readonly line: Line | undefined
  /** Sends messages of orders; `onTaken` is called when the system has taken them, if there are any. */
  tell(batch: Batch, onTaken?: () => void): void
  /** Sends the message of an order, which meets its fate. */
  carry(batch: Batch, fate: Fate): void
  /** Sends a message that is about no order, from which one may go on after a position. */
  say(position: number, notice: Notice): void
}

/** Begins to tell. Nothing is sent yet. */
export function createTelling(options: LineOptions): Telling {
  const { sink, hearing } = options
  let previous: number | null = null
  let line: Line | undefined
  let way: Sink = sink

  return {
    get previous() {
      return previous
    },
    get way() {
      return way
    },
    get line() {
      return line
    },
    tell(batch, onTaken) {
      if (batch.last === undefined) return
      way.send(batch.after(previous, sink.wire), onTaken, hearing && toldBy(batch, previous))
      previous = batch.last
    },
    carry(batch, fate) {
      if (batch.last === undefined) return
      line ??= new Line(options)
      way = line
      line.carry(batch.after(previous, sink.wire), fate, hearing && toldBy(batch, previous, fate))
      previous = batch.last
    },
    say(position, notice) {
      way.send(sink.wire.encode([{ position, text: JSON.stringify(notice) }]), undefined, notice)
    },
  }
}

/** What a batch tells that is not empty, as a journal keeps it. */
function toldBy({ last, size }: Batch, previous: number | null, fate?: Fate): ToldOrders {
  const position = last as number
  const { fault, rule } = fate ?? {}
  const befallen = fault && rule !== undefined ? { rule, does: fault.does } : undefined
  return { type: 'order', previous, position, count: size, fault: befallen }
}
