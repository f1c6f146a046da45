import type { Fate } from '../faults/stream-faults.ts'
import type { Notice, ToldOrders } from '../journal/frames.ts'
import type { Batch } from './batch.ts'
import { Line, type LineOptions } from './faulty-sink.ts'
import type { Sink } from './sink.ts'

/** What is said to one client, in order: each message of an order names the one before. */
export class Telling {
  readonly #options: LineOptions
  #previous: number | null = null
  #way: Sink
  #line: Line | undefined

  /** Nothing is sent yet. */
  constructor(options: LineOptions) {
    this.#options = options
    this.#way = options.sink
  }

  /** The position of the last message of an order; null before the first. */
  get previous(): number | null {
    return this.#previous
  }

  /** By which way everything goes to the client. */
  get way(): Sink {
    return this.#way
  }

  /** That way, once something may have befallen a message on it. */
  get line(): Line | undefined {
    return this.#line
  }

  /** Sends messages of orders; `onTaken` is called when the system has taken them, at once where there are none. */
  tell(batch: Batch, onTaken?: () => void): void {
    if (batch.last === undefined) {
      onTaken?.()
      return
    }
    const { sink, hearing } = this.#options
    const told = hearing && toldBy(batch, this.#previous)
    this.#way.send(batch.after(this.#previous, sink.wire), onTaken, told)
    this.#previous = batch.last
  }

  /** Sends messages of orders; what has a fate is one, and meets it. */
  carry(batch: Batch, fate: Fate | undefined): void {
    if (!fate) {
      this.tell(batch)
      return
    }
    if (batch.last === undefined) return
    const { sink, hearing } = this.#options
    this.#line ??= new Line(this.#options)
    this.#way = this.#line
    const told = hearing && toldBy(batch, this.#previous, fate)
    this.#line.carry(batch.after(this.#previous, sink.wire), fate, told)
    this.#previous = batch.last
  }

  /** Sends a message that is about no order, after which one may go on from a position. */
  say(position: number, notice: Notice): void {
    const bytes = this.#options.sink.wire.encode([{ position, text: JSON.stringify(notice) }])
    this.#way.send(bytes, undefined, notice)
  }
}

/** What a batch tells that is not empty, as a journal keeps it. */
function toldBy({ last, size }: Batch, previous: number | null, fate?: Fate): ToldOrders {
  const position = last as number
  const { fault, rule } = fate ?? {}
  const befallen = fault && rule !== undefined ? { rule, does: fault.does } : undefined
  return { type: 'order', previous, position, count: size, fault: befallen }
}
