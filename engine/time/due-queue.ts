import type { Instant } from '../order.ts'

/** Something that is to happen, and when. */
interface Entry<T> {
  readonly due: Instant
  /** Breaks ties. */
  readonly order: number
  readonly item: T
}

/** What is to happen, earliest first. It knows times but has none of its own: a clock drives it. */
export interface DueQueue<T> {
  /**
   * Adds an item in O(log n). What is due together comes by its `order`, the least first; where none
   * is said, in the order in which it was added.
   */
  add(due: Instant, item: T, order?: number): void
  /** When the earliest item is due; undefined when there is none. */
  nextDue(): Instant | undefined
  /** Takes the earliest item out if it is due at `now` or before. */
  popDue(now: Instant): T | undefined
  /** Takes in that one more of its items is no longer to happen. */
  noteCancelled(): void
}

/** How many items that are no longer to happen are not worth a sweep. */
const fewForgotten = 64

function isBefore<T>(a: Entry<T>, b: Entry<T>): boolean {
  return a.due < b.due || (a.due === b.due && a.order < b.order)
}

/**
 * Creates an empty queue: a binary heap. An item is passed over once `isToHappen` is false for it,
 * and stays in the heap until its time comes or half of all items are such.
 */
export function createDueQueue<T>(isToHappen: (item: T, due: Instant) => boolean): DueQueue<T> {
  let heap: Entry<T>[] = []
  let added = 0
  let forgotten = 0

  function push(entry: Entry<T>): void {
    let hole = heap.length
    while (hole > 0) {
      const parent = (hole - 1) >> 1
      const above = heap[parent] as Entry<T>
      if (!isBefore(entry, above)) break
      heap[hole] = above
      hole = parent
    }
    heap[hole] = entry
  }

  /** Takes the first entry off and lets the last one sink to its place from the top. */
  function pop(): void {
    const last = heap.pop() as Entry<T>
    if (heap.length === 0) return
    let hole = 0
    for (let child = firstChild(hole); child; child = firstChild(hole)) {
      const below = heap[child] as Entry<T>
      if (!isBefore(below, last)) break
      heap[hole] = below
      hole = child
    }
    heap[hole] = last
  }

  /** Where the earlier child of an entry stands; undefined for one that has none. */
  function firstChild(parent: number): number | undefined {
    const left = 2 * parent + 1
    const one = heap[left]
    if (!one) return undefined
    const other = heap[left + 1]
    return other && isBefore(other, one) ? left + 1 : left
  }

  const isLive = ({ item, due }: Entry<T>) => isToHappen(item, due)

  function sweep(): void {
    const live = heap.filter(isLive)
    heap = []
    forgotten = 0
    for (const entry of live) push(entry)
  }

  function first(): Entry<T> | undefined {
    while (heap[0] && !isLive(heap[0])) {
      pop()
      forgotten--
    }
    return heap[0]
  }

  return {
    add: (due, item, order = added++) => push({ due, order, item }),
    nextDue: () => first()?.due,
    popDue(now) {
      const entry = first()
      if (!entry || entry.due > now) return undefined
      pop()
      return entry.item
    },
    noteCancelled() {
      forgotten++
      if (forgotten > fewForgotten && forgotten * 2 > heap.length) sweep()
    },
  }
}
