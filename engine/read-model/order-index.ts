import type { OrderStatus } from '../order.ts'
import { createStatusIndex, type StatusIndex } from './status-index.ts'
import { createTimeline, type Timeline } from './timeline.ts'

/** Which of a venue's orders are looked for, newest first. */
export interface OrderSearch {
  readonly orderStatus?: OrderStatus | undefined
  readonly symbol?: string | undefined
  /** Only orders placed before this one of the venue's orders (counted from 0); all when left out. */
  readonly before?: number | undefined
  /** At most so many: 1 or more. */
  readonly limit: number
  /** As things stood after the event at this position; as they stand now when left out. */
  readonly at?: number | undefined
}

/** Finds orders, known by their ordinals (0, 1, 2, … in order of placement), without looking at all of them. */
export interface OrderIndex {
  readonly timeline: Omit<Timeline, 'placed' | 'ended'>
  /** Takes in the next order, which the event at `position` placed. */
  placed(symbol: string, position: number): void
  /** Takes in that the event at `position` gave an order its final status. */
  ended(ordinal: number, symbol: string, status: OrderStatus, position: number): void
  /** Costs the page, not the history; of the past with a status, also what was PENDING then. */
  newest(search: OrderSearch): number[]
}

/** Creates an empty index. */
export function createOrderIndex(): OrderIndex {
  const timeline = createTimeline()
  const everything = createStatusIndex()
  const bySymbol = new Map<string, StatusIndex>()

  function shelfOf(symbol: string): StatusIndex {
    const shelf = bySymbol.get(symbol) ?? createStatusIndex()
    bySymbol.set(symbol, shelf)
    return shelf
  }

  return {
    timeline,
    placed(symbol, position) {
      const ordinal = timeline.size
      timeline.placed(position)
      everything.add(ordinal, 'PENDING')
      shelfOf(symbol).add(ordinal, 'PENDING')
    },
    ended(ordinal, symbol, status, position) {
      timeline.ended(ordinal, position)
      everything.move(ordinal, 'PENDING', status)
      shelfOf(symbol).move(ordinal, 'PENDING', status)
    },

    newest(search) {
      const { symbol, orderStatus, limit, at, before = timeline.size } = search
      const shelf = symbol === undefined ? everything : bySymbol.get(symbol)
      if (!shelf) return []
      if (at === undefined) return shelf.newest(before, limit, orderStatus)
      const end = Math.min(before, timeline.sizeAt(at))
      if (orderStatus === undefined) return shelf.newest(end, limit)
      return take(limit, onceOf(shelf, timeline, orderStatus, end, at))
    },
  }
}

function take<T>(limit: number, items: Iterable<T>): T[] {
  const taken: T[] = []
  for (const item of items) if (taken.push(item) === limit) break
  return taken
}

/** What is on a shelf and had a status when the log ended at a position, newest first. */
function* onceOf(
  shelf: StatusIndex,
  timeline: Timeline,
  status: OrderStatus,
  before: number,
  position: number,
): Generator<number> {
  if (status === 'PENDING') {
    for (const ordinal of timeline.pendingAt(position)) {
      if (ordinal < before && shelf.has(ordinal)) yield ordinal
    }
    return
  }
  // Those that have a final status now had it then, but for the few that were PENDING still.
  for (let [next] = shelf.newest(before, 1, status); next !== undefined; ) {
    if (timeline.stageAt(next, position) === 'ended') yield next
    ;[next] = shelf.newest(next, 1, status)
  }
}
