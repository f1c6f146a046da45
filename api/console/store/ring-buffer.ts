export type RingBuffer<T> = ReturnType<typeof createRingBuffer<T>>

/** Keeps the last `capacity` items. Each has a number: 0, 1, 2, … in the order in which they were added. */
export function createRingBuffer<T>(capacity: number) {
  const items: T[] = []
  let end = 0
  const first = () => Math.max(0, end - capacity)
  return {
    /** The number of the oldest item kept. */
    get first(): number {
      return first()
    },
    /** The number that the next item gets. */
    get end(): number {
      return end
    },
    add(item: T): void {
      items[end % capacity] = item
      end++
    },
    /** The item with a number; undefined if it is not kept. */
    at: (number: number): T | undefined =>
      number >= first() && number < end ? items[number % capacity] : undefined,
    /** The items from a number on, oldest first. */
    *from(number = 0): Generator<T> {
      for (let next = Math.max(number, first()); next < end; next++)
        yield items[next % capacity] as T
    },
  }
}
