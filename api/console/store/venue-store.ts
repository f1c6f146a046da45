import type { Order, OrderEvent } from '../../contract/orders.ts'
import type { OrderMessage, StreamMessage } from '../../contract/stream.ts'
import { createMissingPositions, type PositionRange } from './missing-positions.ts'
import { createOrderBook } from './order-book.ts'
import { createRingBuffer } from './ring-buffer.ts'

/** A message as it arrived. */
export interface Arrival {
  readonly message: OrderMessage
  /** The number of its batch, from 1. */
  readonly batch: number
  /**
   * `repeated`: it had arrived before. `late`: a later one had arrived before it. `after-gap`: a message
   * before it is missing.
   */
  readonly mark?: 'repeated' | 'late' | 'after-gap'
}

/** Messages that were received together. */
export interface Batch {
  readonly number: number
  readonly count: number
  /** The first and the last position; undefined without an order message. */
  readonly first?: number
  readonly last?: number
}

export interface StoreLimits {
  readonly orders: number
  readonly messages: number
}

export type VenueStore = ReturnType<typeof createVenueStore>

/**
 * Keeps what came over the stream of one log, from the events after `start` on: the orders, the last
 * messages, and which positions are missing. Knows no network, no clock and no view.
 */
export function createVenueStore(start: number, limits: StoreLimits) {
  const orders = createOrderBook(limits.orders)
  const arrivals = createRingBuffer<Arrival>(limits.messages)
  const missing = createMissingPositions()
  let loadedFrom = start
  let position = start
  let batch: Batch = { number: 0, count: 0 }
  let isLive = false
  let repeated = 0

  /** Notes that everything up to `end` should have arrived. */
  function expect(end: number): boolean {
    const hasGap = end > position
    missing.add({ from: position + 1, to: end })
    position = Math.max(position, end)
    return hasGap
  }

  function markOf(message: OrderMessage): Arrival['mark'] {
    const own = { from: message.position, to: message.position }
    if (message.position <= position) {
      if (missing.remove(own)) return 'late'
      repeated++
      return 'repeated'
    }
    const hasGap = expect(message.previous ?? message.position - 1)
    position = message.position
    return hasGap ? 'after-gap' : undefined
  }

  function acceptOrder(message: OrderMessage, nowMs: number): void {
    const mark = markOf(message)
    arrivals.add({ message, batch: batch.number, ...(mark && { mark }) })
    const { type, position, previous, occurredAt, ...order } = message
    // `as Order`: without the fields of the message, it is the order.
    orders.set(order as Order, position, isLive ? nowMs : 0)
  }

  function acceptMessage(message: StreamMessage, nowMs: number): void {
    if (message.type === 'order') acceptOrder(message, nowMs)
    else if (message.type !== 'going-away') expect(message.position)
    if (message.type === 'caught-up') isLive = true
  }

  return {
    orders,
    /** The last messages, in the order of their arrival. */
    arrivals,
    /** The last position received, or known to be missing. */
    get position(): number {
      return position
    },
    /** Everything after this position has been received, but for what is missing. */
    get loadedFrom(): number {
      return loadedFrom
    },
    /** Which positions are missing, and how many. */
    get missing(): { readonly ranges: readonly PositionRange[]; readonly count: number } {
      return missing
    },
    /** Whether the history has been received. */
    get isLive(): boolean {
      return isLive
    },
    get lastBatch(): Batch {
      return batch
    },
    /** How many messages arrived twice. */
    get repeated(): number {
      return repeated
    },

    /** Starts a connection that resumes from `position`. */
    reconnect(): void {
      isLive = false
    },

    /** Accepts a batch of messages. `nowMs` is the caller's clock. */
    accept(messages: readonly StreamMessage[], nowMs: number): void {
      if (messages.length === 0) return
      batch = batchOf(messages, batch.number + 1)
      for (const message of messages) acceptMessage(message, nowMs)
    },

    /** Adds events of the log: missing ones, or those before `loadedFrom`. `range` is what was asked for. */
    load(events: readonly OrderEvent[], range: PositionRange): void {
      for (const event of events) orders.load(event)
      missing.remove(range)
      if (range.to >= loadedFrom) loadedFrom = Math.min(loadedFrom, range.from - 1)
    },
  }
}

function batchOf(messages: readonly StreamMessage[], number: number): Batch {
  const changes = messages.filter((message) => message.type === 'order')
  const [first, last] = [changes[0], changes.at(-1)]
  const ends = first && last && { first: first.position, last: last.position }
  return { number, count: messages.length, ...ends }
}
