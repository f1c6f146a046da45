import type { Change } from '../../engine/index.ts'
import { type Batch, createBatch } from './batch.ts'
import type { OrderFilter } from './order-filter.ts'

/** What just happened, for everybody who listens. */
export interface Broadcast {
  /** The position of the last change. */
  readonly last: number
  /** What of it comes after a position and passes a filter: made once for all who ask alike. */
  batch(after: number, filter: OrderFilter): Batch
}

/** Makes news of changes, at least one, in order. */
export function createBroadcast(changes: readonly Change[]): Broadcast {
  const batches = new Map<string, Batch>()
  const positions = changes.map(({ event }) => event.position)
  const first = positions[0] as number

  function make(after: number, filter: OrderFilter): Batch {
    return createBatch(
      changes.filter(({ event, order }) => event.position > after && filter.matches(order)),
    )
  }

  return {
    last: positions.at(-1) as number,
    batch(after, filter) {
      // One who read a part of it from the log already is alone with that.
      if (after >= first) return make(after, filter)
      const batch = batches.get(filter.key) ?? make(after, filter)
      batches.set(filter.key, batch)
      return batch
    },
  }
}
