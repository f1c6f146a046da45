import type { Instant } from '../order.ts'

interface Entry<T> {
  readonly due: Instant
  /** Breaks ties. */
  readonly order: number
  readonly item: T
}

/** The queue is swept only above this many cancelled items. */
const fewCancelled = 64

function isBefore<T>(a: Entry<T>, b: Entry<T>): boolean {
  return a.due < b.due || (a.due === b.due && a.order < b.order)
}

/**
 * Creates an empty queue of items by due time: a binary heap with lazy deletion. An item for which `isLive` is false is skipped.
 * It stays in the heap until it would be next, or until more than half of the items are cancelled.
 */
export function createDueQueue<T>(isLive: (item: T, due: Instant) => boolean) {
  let heap: Entry<T>[] = []
  let added = 0
  let cancelled = 0

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

  /** Removes the first entry, and sifts the last one down from the top. */
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

  /** The index of an entry's earlier child; undefined without children. */
  function firstChild(parent: number): number | undefined {
    const left = 2 * parent + 1
    const one = heap[left]
    if (!one) return undefined
    const other = heap[left + 1]
    return other && isBefore(other, one) ? left + 1 : left
  }

  function sweep(): void {
    const live = heap.filter(({ item, due }) => isLive(item, due))
    heap = []
    cancelled = 0
    for (const entry of live) push(entry)
  }

  function first(): Entry<T> | undefined {
    while (heap[0] && !isLive(heap[0].item, heap[0].due)) {
      pop()
      cancelled--
    }
    return heap[0]
  }

  return {
    /** Adds an item in O(log n). Ties go by `order`, least first, which defaults to insertion order. */
    add: (due: Instant, item: T, order = added++) => push({ due, order, item }),
    /** When the earliest item is due; undefined when there is none. */
    nextDue: () => first()?.due,
    /** Removes and returns the earliest item if it is due at `now` or before. */
    popDue(now: Instant): T | undefined {
      const entry = first()
      if (!entry || entry.due > now) return undefined
      pop()
      return entry.item
    },
    /** Call once for each item whose `isLive` has become false. */
    noteCancelled() {
      cancelled++
      if (cancelled > fewCancelled && cancelled * 2 > heap.length) sweep()
    },
  }
}
