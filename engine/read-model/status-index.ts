import type { OrderStatus } from '../order.ts'
import { createOrdinalSet, type OrdinalSet } from './ordinal-set.ts'

/** An index by status over some of a venue's orders, read newest first. Orders are identified by ordinal. */
export interface StatusIndex {
  /** Adds an order, whose ordinal must be greater than all before. */
  add(ordinal: number, status: OrderStatus): void
  /** Moves an order of the index from one status to another. */
  move(ordinal: number, from: OrderStatus, to: OrderStatus): void
  has(ordinal: number): boolean
  /** At most `limit` ordinals less than `before`, greatest first, with one status or any. */
  newest(before: number, limit: number, status?: OrderStatus): number[]
}

/** Creates an empty index. */
export function createStatusIndex(): StatusIndex {
  /** Ordinals, ascending. The sets below hold places in this array, not ordinals. */
  const members: number[] = []
  const byStatus = new Map<OrderStatus, OrdinalSet>()

  function setOf(status: OrderStatus): OrdinalSet {
    const set = byStatus.get(status) ?? createOrdinalSet()
    byStatus.set(status, set)
    return set
  }

  /** The number of members less than `ordinal`, which is the place of `ordinal` if it is a member. */
  function placeOf(ordinal: number): number {
    let low = 0
    let high = members.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((members[middle] as number) < ordinal) low = middle + 1
      else high = middle
    }
    return low
  }

  return {
    add(ordinal, status) {
      setOf(status).add(members.push(ordinal) - 1)
    },
    move(ordinal, from, to) {
      const place = placeOf(ordinal)
      setOf(from).delete(place)
      setOf(to).add(place)
    },
    has: (ordinal) => members[placeOf(ordinal)] === ordinal,
    newest(before, limit, status) {
      const set = status && setOf(status)
      const previous = set ? set.below : (place: number) => place - 1
      const found: number[] = []
      for (
        let place = previous(placeOf(before));
        place >= 0 && found.length < limit;
        place = previous(place)
      ) {
        found.push(members[place] as number)
      }
      return found
    },
  }
}
