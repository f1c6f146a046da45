import type { OrderStatus } from '../order.ts'
import { countBelow } from './count-below.ts'
import { createOrdinalSet, type OrdinalSet } from './ordinal-set.ts'

export type StatusIndex = ReturnType<typeof createStatusIndex>

/** Creates an empty index by status over some of a venue's orders. Orders go by their ordinals. */
export function createStatusIndex() {
  /** Ordinals, ascending. The sets below hold places in this array, not ordinals. */
  const members: number[] = []
  const byStatus = new Map<OrderStatus, OrdinalSet>()

  function setOf(status: OrderStatus): OrdinalSet {
    const set = byStatus.get(status) ?? createOrdinalSet()
    byStatus.set(status, set)
    return set
  }

  /** The number of members less than `ordinal`, which is the place of `ordinal` if it is a member. */
  const placeOf = (ordinal: number) => countBelow(members, ordinal)

  return {
    /** Adds an order, whose ordinal must be greater than all before. */
    add(ordinal: number, status: OrderStatus) {
      setOf(status).add(members.push(ordinal) - 1)
    },
    /** Moves an order of the index from one status to another. */
    move(ordinal: number, from: OrderStatus, to: OrderStatus) {
      const place = placeOf(ordinal)
      setOf(from).delete(place)
      setOf(to).add(place)
    },
    has: (ordinal: number) => members[placeOf(ordinal)] === ordinal,
    /** At most `limit` ordinals less than `before`, greatest first, with one status or any, that `isWanted` accepts. */
    newest(
      before: number,
      limit: number,
      status?: OrderStatus,
      isWanted: (ordinal: number) => boolean = () => true,
    ): number[] {
      const set = status && setOf(status)
      const previous = set ? set.below : (place: number) => place - 1
      const found: number[] = []
      let place = previous(placeOf(before))
      for (; place >= 0 && found.length < limit; place = previous(place)) {
        const ordinal = members[place] as number
        if (isWanted(ordinal)) found.push(ordinal)
      }
      return found
    },
  }
}
