/** What can be in a bag: one at a time. */
export interface Indexed {
  /** Where it lies there; the bag's own business. */
  index: number
}

/**
 * Things in no order, quick to put in and to take out. For what comes and goes with every request
 * a `Set` is no good: V8 chains the tables it has outgrown to the next one, and with them stays what
 * was deleted, each request and its headers, until memory is next collected as a whole.
 */
export class UnorderedSet<T extends Indexed> {
  private readonly members: T[] = []

  get size(): number {
    return this.members.length
  }

  /** All of them, as they are now. */
  all(): readonly T[] {
    return [...this.members]
  }

  some(isSo: (thing: T) => boolean): boolean {
    return this.members.some(isSo)
  }

  add(thing: T): void {
    thing.index = this.members.push(thing) - 1
  }

  /** Takes out one that is in it: the last one gets its place. */
  delete(thing: T): void {
    const last = this.members.pop() as T
    if (last === thing) return
    this.members[thing.index] = last
    last.index = thing.index
  }
}
