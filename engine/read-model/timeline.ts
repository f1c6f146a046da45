import { countBelow } from './count-below.ts'

export type Timeline = ReturnType<typeof createTimeline>

/**
 * Creates an empty timeline: the positions at which orders were placed and got their final status. An order
 * has at most these two events. Orders are identified by ordinal.
 */
export function createTimeline() {
  const placements: number[] = []
  /** 0 for an order that has not ended. */
  const endings: number[] = []

  /** Where an order was in its life right after the event at a position. */
  function stageAt(ordinal: number, position: number): 'unplaced' | 'pending' | 'ended' {
    if ((placements[ordinal] ?? Number.POSITIVE_INFINITY) > position) return 'unplaced'
    return (endings[ordinal] || Number.POSITIVE_INFINITY) > position ? 'pending' : 'ended'
  }

  /** The number of orders placed up to a position. */
  const sizeAt = (position: number) => countBelow(placements, position + 1)

  return {
    /** The number of orders placed; the next one gets this ordinal. */
    get size() {
      return placements.length
    },
    /** Adds the next order, placed by the event at `position`. */
    placed(position: number) {
      placements.push(position)
      endings.push(0)
    },
    /** Notes that the event at `position` gave an order its final status. */
    ended(ordinal: number, position: number) {
      endings[ordinal] = position
    },
    /** The positions of an order's events, ascending. */
    positionsOf: (ordinal: number) =>
      [placements[ordinal] ?? 0, endings[ordinal] ?? 0].filter((position) => position > 0),
    sizeAt,
    stageAt,

    /** The orders PENDING at a position, newest first. Visits no order older than the oldest of them. */
    *pendingAt(position: number) {
      const size = sizeAt(position)
      // `size` events placed an order. The other `position - size` events each ended an order.
      let left = 2 * size - position
      for (let ordinal = size - 1; left > 0 && ordinal >= 0; ordinal--) {
        if (stageAt(ordinal, position) === 'ended') continue
        left--
        yield ordinal
      }
    },
  }
}
