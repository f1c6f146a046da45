/** What can be in a bag: one at a time. */
export interface InBag {
  /** Where it lies there; the bag's own business. */
  place: number
}

/**
 * Things in no order, quick to put in and to take out. For what comes and goes with every request
 * a `Set` is no good: V8 chains the tables it has outgrown to the next one, and with them stays what
 * was deleted, each request and its headers, until memory is next collected as a whole.
 */
export class Bag<T extends InBag> {
  private readonly things: T[] = []

  get size(): number {
    return this.things.length
  }

  /** All of them, as they are now. */
  all(): readonly T[] {
    return [...this.things]
  }

  some(isSo: (thing: T) => boolean): boolean {
    return this.things.some(isSo)
  }

  add(thing: T): void {
    thing.place = this.things.push(thing) - 1
  }

  /** Takes out one that is in it: the last one gets its place. */
  take(thing: T): void {
    const last = this.things.pop() as T
    if (last === thing) return
    this.things[thing.place] = last
    last.place = thing.place
  }
}
