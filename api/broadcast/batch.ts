import type { Change } from '../../engine/index.ts'
import { instantView } from '../views/instant-view.ts'
import { orderView } from '../views/order-view.ts'
import type { Encoding, TextMessage } from './encoding.ts'

/**
 * Order messages that are sent together. Their bytes are made once for all whose previous message
 * was the same one.
 */
export interface Batch {
  /** The position of the last message; undefined when there is none. */
  readonly last: number | undefined
  /** How many they are. */
  readonly size: number
  /** The messages for one whose last order message had this position; null for one who had none. */
  after(previous: number | null, encoding: Encoding): Buffer
}

/** Makes messages of changes, in order. */
export function createBatch(changes: readonly Change[]): Batch {
  const made = new Map<Encoding, Map<number | null, Buffer>>()
  const bodies = changes.map(bodyOf)
  const positions = changes.map(({ event }) => event.position)

  const message = (nth: number, previous: number | null): TextMessage => {
    const position = positions[nth] as number
    const head = `{"type":"order","position":${position},"previous":${previous},`
    return { position, text: head + bodies[nth] }
  }

  function make(encoding: Encoding, previous: number | null): Buffer {
    return encoding.encode(positions.map((_, nth) => message(nth, positions[nth - 1] ?? previous)))
  }

  return {
    last: positions.at(-1),
    size: positions.length,
    after(previous, encoding) {
      const forWire = made.get(encoding) ?? new Map<number | null, Buffer>()
      made.set(encoding, forWire)
      const bytes = forWire.get(previous) ?? make(encoding, previous)
      forWire.set(previous, bytes)
      return bytes
    },
  }
}

/** What a message says of the change itself, whoever it is for. */
const bodyOf = ({ event, order }: Change): string =>
  JSON.stringify({ occurredAt: instantView(event.occurredAt), ...orderView(order) }).slice(1)
