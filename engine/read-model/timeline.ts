/** The stage of an order after an event. */
export type Stage = 'unplaced' | 'pending' | 'ended'

/**
 * The positions at which orders were placed and got their final status: an order has at most these two
 * events. Orders are identified by ordinal.
 */
export interface Timeline {
  /** The number of orders placed; the next one gets this ordinal. */
  readonly size: number
  /** Adds the next order, placed by the event at `position`. */
  placed(position: number): void
  /** Notes that the event at `position` gave an order its final status. */
  ended(ordinal: number, position: number): void
  /** The positions of an order's events, ascending. */
  positionsOf(ordinal: number): number[]
  /** The number of orders placed up to a position. */
  sizeAt(position: number): number
  stageAt(ordinal: number, position: number): Stage
  /** The orders PENDING at a position, newest first. Visits no order older than the oldest of them. */
  pendingAt(position: number): Iterable<number>
}

/** Creates an empty timeline. */
export function createTimeline(): Timeline {
  const placements: number[] = []
  /** 0 for an order that has not ended. */
  const endings: number[] = []

  function stageAt(ordinal: number, position: number): Stage {
    if ((placements[ordinal] ?? Number.POSITIVE_INFINITY) > position) return 'unplaced'
    return (endings[ordinal] || Number.POSITIVE_INFINITY) > position ? 'pending' : 'ended'
  }

  /** Binary search: positions of placements ascend with the ordinals. */
  function sizeAt(position: number): number {
    let low = 0
    let high = placements.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((placements[middle] as number) <= position) low = middle + 1
      else high = middle
    }
    return low
  }

  return {
    get size() {
      return placements.length
    },
    placed(position) {
      placements.push(position)
      endings.push(0)
    },
    ended(ordinal, position) {
      endings[ordinal] = position
    },
    positionsOf: (ordinal) =>
      [placements[ordinal] ?? 0, endings[ordinal] ?? 0].filter((position) => position > 0),
    sizeAt,
    stageAt,

    *pendingAt(position) {
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
