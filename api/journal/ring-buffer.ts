interface Item {
  /** 1, 2, 3, … in the order of `add`. */
  readonly id: number
  weight: number
}

/**
 * Creates an empty buffer of the latest items, bounded by their number and by their total weight.
 * `onRemoved` runs for each item that is dropped or cleared.
 */
export function createRingBuffer<T extends Item>(
  maxItems: number,
  maxWeight: number,
  onRemoved: (item: T) => void,
) {
  /** An item's slot follows from its id. */
  let slots: (T | undefined)[] = []
  let oldest = 1
  let end = 0
  let totalWeight = 0
  let dropped = 0

  const at = (id: number) => slots[id % maxItems] as T

  function drop(): void {
    const item = at(oldest)
    totalWeight -= item.weight
    // Frees the item now, not when another one takes its slot.
    slots[oldest % maxItems] = undefined
    oldest++
    dropped++
    onRemoved(item)
  }

  return {
    /** The id of the latest item; 0 before the first. */
    get end() {
      return end
    },
    /** The number of items that newer ones pushed out. */
    get dropped() {
      return dropped
    },
    add(item: T): void {
      if (end - oldest + 1 === maxItems) drop()
      end = item.id
      slots[end % maxItems] = item
      totalWeight += item.weight
    },
    /** Changes the weight of an item. */
    weigh(item: T, weight: number): void {
      const before = item.weight
      item.weight = weight
      if (item.id < oldest) return
      totalWeight += weight - before
      while (totalWeight > maxWeight) drop()
    },
    /** The items after an id, oldest first. */
    *after(id: number): Generator<T> {
      for (let next = Math.max(id + 1, oldest); next <= end; next++) yield at(next)
    },
    /** Removes all items. Ids continue. */
    clear(): void {
      for (let id = oldest; id <= end; id++) onRemoved(at(id))
      slots = []
      oldest = end + 1
      totalWeight = 0
    },
  }
}
