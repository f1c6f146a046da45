/** What can be held: it has a place, and weighs something. */
interface Item {
  /** 1, 2, 3, … in the order in which they come. */
  readonly id: number
  weight: number
}

/** The latest of many: only so many, and only as many as weigh so much together. */
export interface RingBuffer<T extends Item> {
  /** The id of the last one that came; 0 before the first. */
  readonly end: number
  /** How many have fallen out because of newer ones. */
  readonly dropped: number
  add(one: T): void
  /** Takes in that one of them weighs something else now. */
  weigh(one: T, weight: number): void
  /** Those after an id, oldest first. */
  after(id: number): Iterable<T>
  /** Forgets all of them; ids go on. */
  clear(): void
}

/** Holds nothing yet. `onGone` is called with each that falls out or is forgotten. */
export function createRingBuffer<T extends Item>(
  most: number,
  mostWeight: number,
  onGone: (one: T) => void,
): RingBuffer<T> {
  /** Where one stands follows from its id. */
  let slots: (T | undefined)[] = []
  let oldest = 1
  let end = 0
  let weight = 0
  let dropped = 0

  const at = (id: number) => slots[id % most] as T

  function drop(): void {
    const one = at(oldest)
    weight -= one.weight
    // Or it would stay in memory until another one takes its slot.
    slots[oldest % most] = undefined
    oldest++
    dropped++
    onGone(one)
  }

  return {
    get end() {
      return end
    },
    get dropped() {
      return dropped
    },
    add(one) {
      if (end - oldest + 1 === most) drop()
      end = one.id
      slots[end % most] = one
      weight += one.weight
    },
    weigh(one, now) {
      const before = one.weight
      one.weight = now
      if (one.id < oldest) return
      weight += now - before
      while (weight > mostWeight) drop()
    },
    *after(id) {
      for (let next = Math.max(id + 1, oldest); next <= end; next++) yield at(next)
    },
    clear() {
      for (let id = oldest; id <= end; id++) onGone(at(id))
      slots = []
      oldest = end + 1
      weight = 0
    },
  }
}
