import { createHash, hash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import type { OrderEvent, Plan } from '../order.ts'
import type { OrderBook } from '../read-model/order-book.ts'
import type { EventLog } from './event-log.ts'

/** What a log tells, boiled down so that two runs can be compared: 64 hexadecimal digits each. */
export interface LogDigest {
  /** Of every event, in order, with its instants: the same only where the same happened at the same time. */
  readonly digest: string
  /** Of what became of every order, whenever that was and whatever came in between. */
  readonly story: string
  /** The position of the last event that both tell of. */
  readonly position: number
}

/** How many events are taken in at a time before others have their turn: some milliseconds. */
const eventsPerStep = 512

type Field = string | number | null

/** What the market was to do by itself, in one word, when, and why. */
function fieldsOf(plan: Plan): { does: string; dueAt: number | null; reason: string | null } {
  switch (plan.does) {
    case 'execute':
      return { does: 'execute', dueAt: plan.dueAt, reason: null }
    case 'cancel':
      return { does: 'cancel', dueAt: plan.dueAt, reason: plan.reason ?? null }
    case 'hold':
      return { does: 'hold', dueAt: null, reason: null }
  }
}

/** An event with all that it says, but for the order's generated id: in its place stands the ordinal. */
function exactly(event: OrderEvent, ordinal: number): Field[] {
  const { position, type, occurredAt } = event
  const head = [position, type, ordinal, occurredAt]
  switch (type) {
    case 'OrderPlaced': {
      const { symbol, side, quantity, clientOrderId = null } = event.ticket
      const { does, dueAt, reason } = fieldsOf(event.plan)
      return [...head, symbol, side, quantity, clientOrderId, does, dueAt, reason]
    }
    case 'OrderExecuted':
      return head
    case 'OrderCancelled':
      return [...head, event.cancelledBy, event.reason ?? null]
  }
}

/** An event as a part of its order's story: without its place and all instants. */
function asStory(event: OrderEvent, order: string): Field[] {
  switch (event.type) {
    case 'OrderPlaced': {
      const { symbol, side, quantity } = event.ticket
      const { does, reason } = fieldsOf(event.plan)
      return [event.type, order, symbol, side, quantity, does, reason]
    }
    case 'OrderExecuted':
      return [event.type, order]
    case 'OrderCancelled':
      return [event.type, order, event.cancelledBy, event.reason ?? null]
  }
}

const modulus = 2n ** 256n

/**
 * Creates what digests a log. Asked again, it takes in only what is new; a long log is taken in step
 * by step, and others have their turn in between. So that any language can compute both:
 *
 * - `digest` is SHA-256 over a line for each event, in order, each with a line feed behind it. A line
 *   is a JSON array as RFC 8785 writes it, instants are milliseconds since the epoch, an order is
 *   named by how many were placed before it, and what is not said is null:
 *   `[position,"OrderPlaced",order,occurredAt,symbol,side,quantity,clientOrderId,does,dueAt,reason]`,
 *   where `does` is what was planned: execute, cancel or hold;
 *   `[position,"OrderExecuted",order,occurredAt]`;
 *   `[position,"OrderCancelled",order,occurredAt,cancelledBy,reason]`.
 * - `story` is the sum, modulo 2^256, of SHA-256 over each of these lines alone, without a line feed,
 *   so that their order does not count. An order is named by its clientOrderId, or where it has none
 *   by `#` and how many were placed before it:
 *   `["OrderPlaced",order,symbol,side,quantity,does,reason]`; `["OrderExecuted",order]`;
 *   `["OrderCancelled",order,cancelledBy,reason]`.
 */
export function createDigester(log: EventLog, book: OrderBook): () => Promise<LogDigest> {
  const lines = createHash('sha256')
  let story = 0n
  let position = 0
  let latest: Promise<unknown> = Promise.resolve()

  function consume(events: readonly OrderEvent[]): void {
    let text = ''
    for (const event of events) {
      const ordinal = book.ordinalOf(event.orderId)
      const { clientOrderId = `#${ordinal}` } = book.find(event.orderId)?.ticket ?? {}
      text += `${JSON.stringify(exactly(event, ordinal))}\n`
      story += BigInt(`0x${hash('sha256', JSON.stringify(asStory(event, clientOrderId)), 'hex')}`)
    }
    lines.update(text)
    story %= modulus
    position += events.length
  }

  async function upTo(end: number): Promise<LogDigest> {
    while (position < end) {
      consume(log.read(position, Math.min(eventsPerStep, end - position)))
      if (position < end) await setImmediate()
    }
    return {
      digest: lines.copy().digest('hex'),
      story: story.toString(16).padStart(64, '0'),
      position,
    }
  }

  return () => {
    const { end } = log
    const told = latest.then(() => upTo(end))
    latest = told
    return told
  }
}
