import type { FinalOrder, OrderStatus } from '../order.ts'
import { createStatusIndex, type StatusIndex } from './status-index.ts'
import { createTimeline, type Timeline } from './timeline.ts'

/** Which orders to find, newest first. */
export interface OrderSearch {
  readonly orderStatus?: OrderStatus | undefined
  readonly symbol?: string | undefined
  /** Only orders with a smaller ordinal; all when left out. */
  readonly before?: number | undefined
  /** At most this many: 1 or more. */
  readonly limit: number
  /** Searches the orders as they were right after the event at this position; as they are now when left out. */
  readonly at?: number | undefined
}

/**
 * Finds orders without visiting all of them. Orders are identified by ordinal: the number of orders
 * placed before.
 */
export interface OrderIndex {
  readonly timeline: Omit<Timeline, 'placed' | 'ended'>
  /** Adds the next order, placed by the event at `position`. */
  placed(symbol: string, position: number): void
  /** Notes that the event at `position` gave an order its final status. */
  ended(ordinal: number, symbol: string, status: FinalOrder['orderStatus'], position: number): void
  /**
   * Time is proportional to the page size, not the number of orders. A past search by status also visits
   * the orders PENDING then.
   */
  newest(search: OrderSearch): number[]
}

/** Creates an empty index. */
export function createOrderIndex(): OrderIndex {
  const timeline = createTimeline()
  const everything = createStatusIndex()
  const bySymbol = new Map<string, StatusIndex>()

  function indexOf(symbol: string): StatusIndex {
    const index = bySymbol.get(symbol) ?? createStatusIndex()
    bySymbol.set(symbol, index)
    return index
  }

  return {
    timeline,
    placed(symbol, position) {
      const ordinal = timeline.size
      timeline.placed(position)
      everything.add(ordinal, 'PENDING')
      indexOf(symbol).add(ordinal, 'PENDING')
    },
    ended(ordinal, symbol, status, position) {
      timeline.ended(ordinal, position)
      everything.move(ordinal, 'PENDING', status)
      indexOf(symbol).move(ordinal, 'PENDING', status)
    },

    newest(search) {
      const { symbol, orderStatus, limit, at, before = timeline.size } = search
      const index = symbol === undefined ? everything : bySymbol.get(symbol)
      if (!index) return []
      if (at === undefined) return index.newest(before, limit, orderStatus)
      const end = Math.min(before, timeline.sizeAt(at))
      if (orderStatus === undefined) return index.newest(end, limit)
      const found =
        orderStatus === 'PENDING'
          ? pendingAt(index, timeline, end, at)
          : endedAt(index, timeline, orderStatus, end, at)
      return take(limit, found)
    },
  }
}

function take<T>(limit: number, items: Iterable<T>): T[] {
  const taken: T[] = []
  for (const item of items) if (taken.push(item) === limit) break
  return taken
}

/** The orders of an index that were PENDING at a position, newest first. */
function* pendingAt(
  index: StatusIndex,
  timeline: Timeline,
  before: number,
  position: number,
): Generator<number> {
  for (const ordinal of timeline.pendingAt(position)) {
    if (ordinal < before && index.has(ordinal)) yield ordinal
  }
}

/** The orders of an index that had a final status at a position, newest first. */
function* endedAt(
  index: StatusIndex,
  timeline: Timeline,
  status: FinalOrder['orderStatus'],
  before: number,
  position: number,
): Generator<number> {
  // Final statuses never change, so search the current index. Skip orders that ended after `position`.
  for (let [next] = index.newest(before, 1, status); next !== undefined; ) {
    if (timeline.stageAt(next, position) === 'ended') yield next
    ;[next] = index.newest(next, 1, status)
  }
}
