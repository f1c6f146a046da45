import type { Change } from '../../engine/index.ts'
import { instantView } from '../views/instant-view.ts'
import { orderView } from '../views/order-view.ts'
import type { Encoding, TextMessage } from './sink.ts'

export type Batch = ReturnType<typeof createBatch>

/**
 * Creates the messages about some changes, in order. They are sent together. Clients with the same
 * previous message share the bytes.
 */
export function createBatch(changes: readonly Change[]) {
  const cache = new Map<Encoding, Map<number | null, Buffer>>()
  const bodies = changes.map(bodyOf)
  const positions = changes.map(({ event }) => event.position)

  const message = (nth: number, previous: number | null): TextMessage => {
    const position = positions[nth] as number
    const head = `{"type":"order","position":${position},"previous":${previous},`
    return { position, text: head + bodies[nth] }
  }

  function encode(encoding: Encoding, previous: number | null): Buffer {
    return encoding.encode(positions.map((_, nth) => message(nth, positions[nth - 1] ?? previous)))
  }

  return {
    /** The position of the last message; undefined if the batch is empty. */
    last: positions.at(-1),
    /** The number of messages. */
    size: positions.length,
    /** The bytes for a client whose last order message had the position `previous`; null for none. */
    after(previous: number | null, encoding: Encoding): Buffer {
      const encoded = cache.get(encoding) ?? new Map<number | null, Buffer>()
      cache.set(encoding, encoded)
      const bytes = encoded.get(previous) ?? encode(encoding, previous)
      encoded.set(previous, bytes)
      return bytes
    },
  }
}

/** The part of a message that is the same for every client. */
const bodyOf = ({ event, order }: Change): string =>
  JSON.stringify({ occurredAt: instantView(event.occurredAt), ...orderView(order) }).slice(1)
