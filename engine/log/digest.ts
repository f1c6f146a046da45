import { createHash, hash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import type { OrderEvent } from '../order.ts'
import type { OrderBook } from '../read-model/order-book.ts'
import type { EventLog } from './event-log.ts'

/** Hashes of a log, to compare two runs: 64 hexadecimal digits each. */
export interface LogDigest {
  /** Hash of every event, in order. Equal only if both logs have the same events at the same times. */
  readonly digest: string
  /** Hash of each order's events, independent of times and interleaving. */
  readonly story: string
  /** The position of the last event in both. */
  readonly position: number
}

/** How many events are hashed before the event loop runs other work: some milliseconds. */
const eventsPerStep = 512

type Field = string | number | null

/** What both hashes take from an event, beside its head; null for those it lacks. */
function fieldsOf(event: OrderEvent): { readonly digest: Field[]; readonly story: Field[] } {
  switch (event.type) {
    case 'OrderPlaced': {
      const { symbol, side, quantity, clientOrderId = null } = event.ticket
      const plan: { does: string; dueAt?: number; reason?: string | undefined } = event.plan
      const { does, dueAt = null, reason = null } = plan
      return {
        digest: [symbol, side, quantity, clientOrderId, does, dueAt, reason],
        story: [symbol, side, quantity, does, reason],
      }
    }
    case 'OrderExecuted':
      return { digest: [], story: [] }
    case 'OrderCancelled': {
      const both = [event.cancelledBy, event.reason ?? null]
      return { digest: both, story: both }
    }
  }
}

const modulus = 2n ** 256n

/**
 * Creates a function that digests a log. Each call hashes only the new events, in steps between which
 * the event loop runs other work. The definition, so that any language can compute both hashes:
 *
 * - `digest` is SHA-256 over one line per event, in order, each ended by a line feed. A line is a JSON
 *   array in the form of RFC 8785. Times are milliseconds since the epoch, `order` is the number of
 *   orders placed before, and a missing value is null:
 *   `[position,"OrderPlaced",order,occurredAt,symbol,side,quantity,clientOrderId,does,dueAt,reason]`,
 *   where `does` is the plan: execute, cancel or hold;
 *   `[position,"OrderExecuted",order,occurredAt]`;
 *   `[position,"OrderCancelled",order,occurredAt,cancelledBy,reason]`.
 * - `story` is the sum, modulo 2^256, of the SHA-256 of each of these lines without a line feed, so their
 *   order does not count. `order` is the clientOrderId, or without one `#` and the number of orders
 *   placed before:
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
      const { type, occurredAt } = event
      const fields = fieldsOf(event)
      text += `${JSON.stringify([event.position, type, ordinal, occurredAt, ...fields.digest])}\n`
      const line = JSON.stringify([type, clientOrderId, ...fields.story])
      story += BigInt(`0x${hash('sha256', line, 'hex')}`)
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
    const { durableEnd: end } = log
    const digest = latest.then(() => upTo(end))
    latest = digest
    return digest
  }
}
