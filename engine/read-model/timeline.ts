/** Where an order stood when the log was of some length. */
export type Stage = 'unplaced' | 'pending' | 'ended'

/** When orders, known by their ordinals, were placed and got their final status: in positions of the log. */
export interface Timeline {
  /** How many orders were placed; the next one gets this ordinal. */
  readonly size: number
  /** Takes in that the event at a position placed the next order. */
  placed(position: number): void
  /** Takes in that the event at a position gave an order its final status. */
  ended(ordinal: number, position: number): void
  /** Where in the log the events of an order are, ascending. */
  positionsOf(ordinal: number): number[]
  /** How many orders had been placed when the log ended at a position. */
  sizeAt(position: number): number
  /** Where an order stood then. */
  stageAt(ordinal: number, position: number): Stage
  /** What was PENDING then, newest first; as far back as the oldest of these is all that it costs. */
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

  /** Binary search, as orders are placed in the order of their ordinals. */
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
      [placements[ordinal], endings[ordinal]].filter(
        (position) => position !== undefined && position > 0,
      ) as number[],
    sizeAt,
    stageAt,

    *pendingAt(position) {
      const size = sizeAt(position)
      // Every event that placed no order ended one, which tells how many there are to be found.
      let left = 2 * size - position
      for (let ordinal = size - 1; left > 0 && ordinal >= 0; ordinal--) {
        if (stageAt(ordinal, position) === 'ended') continue
        left--
        yield ordinal
      }
    },
  }
}
