/** A member of an `UnorderedSet`. It belongs to one set at a time. */
export interface Indexed {
  /** Its place in the set. Only the set writes it. */
  index: number
}

/**
 * A set without order that adds and deletes in constant time. For entries that come and go with every
 * request, a `Set` keeps garbage alive: V8 links the tables that it has outgrown, so deleted requests
 * and their headers stay in memory until a full collection.
 */
export class UnorderedSet<T extends Indexed> {
  private readonly members: T[] = []

  get size(): number {
    return this.members.length
  }

  /** A copy, unaffected by later changes. */
  all(): readonly T[] {
    return [...this.members]
  }

  some(predicate: (member: T) => boolean): boolean {
    return this.members.some(predicate)
  }

  add(member: T): void {
    member.index = this.members.push(member) - 1
  }

  /** Deletes a member, which must be in the set. The last member takes its place. */
  delete(member: T): void {
    const last = this.members.pop()
    if (last === undefined || last === member) return
    this.members[member.index] = last
    last.index = member.index
  }
}
