import type { OrderStatus } from '../order.ts'
import { createOrdinalSet, type OrdinalSet } from './ordinal-set.ts'

/** An index over some of a venue's orders, known by their ordinals, that is read newest first. */
export interface StatusIndex {
  /** Puts a new order on the shelf; ordinals only grow. */
  add(ordinal: number, status: OrderStatus): void
  /** Moves an order that is on the shelf from one status to another. */
  move(ordinal: number, from: OrderStatus, to: OrderStatus): void
  has(ordinal: number): boolean
  /** At most `limit` ordinals less than `before`, greatest first, of one status or of all. */
  newest(before: number, limit: number, status?: OrderStatus): number[]
}

/** Creates an empty shelf. */
export function createStatusIndex(): StatusIndex {
  /** Ordinals in order of placement; an order's place here is what the sets below hold. */
  const members: number[] = []
  const byStatus = new Map<OrderStatus, OrdinalSet>()

  function setOf(status: OrderStatus): OrdinalSet {
    const set = byStatus.get(status) ?? createOrdinalSet()
    byStatus.set(status, set)
    return set
  }

  /** How many members are less than `ordinal`: also the place of the member `ordinal`. */
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
