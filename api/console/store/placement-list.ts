interface Placed {
  /** The position at which it was placed. */
  readonly placed: number
}

/** Keeps items in order of placement: the newest ones, about `capacity` of them. */
export function createPlacementList<T extends Placed>(
  capacity: number,
  onDropped: (item: T) => void,
) {
  let list: T[] = []
  let dropped = 0

  return {
    get items(): readonly T[] {
      return list
    },
    /** How many of the oldest were dropped. */
    get dropped(): number {
      return dropped
    },
    add(item: T): void {
      const last = list.at(-1)
      if (last === undefined || last.placed < item.placed) list.push(item)
      else list.splice(indexAfter(list, item.placed), 0, item)
      // Drops some at a time, as removing from the front costs the whole list.
      if (list.length <= capacity * 1.05) return
      const excess = list.length - capacity
      for (const oldest of list.slice(0, excess)) onDropped(oldest)
      dropped += excess
      list = list.slice(excess)
    },
    /** Those placed after a position. */
    after: (position: number): readonly T[] => list.slice(indexAfter(list, position)),
  }
}

/** The index of the first item that was placed after a position. */
function indexAfter(list: readonly Placed[], position: number): number {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((list[middle] as Placed).placed <= position) low = middle + 1
    else high = middle
  }
  return low
}
