import type { Change } from '../../engine/index.ts'
import { type Batch, createBatch } from './batch.ts'
import type { OrderFilter } from './order-filter.ts'

export type Broadcast = ReturnType<typeof createBroadcast>

/** Creates a broadcast of one or more changes, in order, to all subscriptions. */
export function createBroadcast(changes: readonly Change[]) {
  const batches = new Map<string, Batch>()
  const positions = changes.map(({ event }) => event.position)
  const first = positions[0] as number

  function create(after: number, filter: OrderFilter): Batch {
    return createBatch(
      changes.filter(({ event, order }) => event.position > after && filter.matches(order)),
    )
  }

  return {
    /** The position of the last change. */
    last: positions.at(-1) as number,
    /** The messages after a position that pass a filter. Subscriptions with equal filters share them. */
    batch(after: number, filter: OrderFilter): Batch {
      // A subscription that has read some of these changes from the log gets a batch of its own.
      if (after >= first) return create(after, filter)
      const batch = batches.get(filter.key) ?? create(after, filter)
      batches.set(filter.key, batch)
      return batch
    },
  }
}
