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
 * Creates an empty index, which finds orders without looking at all of them. An order goes by its ordinal:
 * the number of orders placed before it.
 */
export function createOrderIndex() {
  const timeline = createTimeline()
  const everything = createStatusIndex()
  const bySymbol = new Map<string, StatusIndex>()

  function indexOf(symbol: string): StatusIndex {
    const index = bySymbol.get(symbol) ?? createStatusIndex()
    bySymbol.set(symbol, index)
    return index
  }

  return {
    timeline: timeline as Omit<Timeline, 'placed' | 'ended'>,
    /** Adds the next order, placed by the event at `position`. */
    placed(symbol: string, position: number) {
      const ordinal = timeline.size
      timeline.placed(position)
      everything.add(ordinal, 'PENDING')
      indexOf(symbol).add(ordinal, 'PENDING')
    },
    /** Notes that the event at `position` gave an order its final status. */
    ended(ordinal: number, { ticket, orderStatus }: FinalOrder, position: number) {
      timeline.ended(ordinal, position)
      everything.move(ordinal, 'PENDING', orderStatus)
      indexOf(ticket.symbol).move(ordinal, 'PENDING', orderStatus)
    },

    /**
     * Time is proportional to the page size, not the number of orders. A past search by status also visits
     * the orders PENDING then.
     */
    newest({ symbol, orderStatus, limit, at, before = timeline.size }: OrderSearch): number[] {
      const index = symbol === undefined ? everything : bySymbol.get(symbol)
      if (!index) return []
      if (at === undefined) return index.newest(before, limit, orderStatus)
      const end = Math.min(before, timeline.sizeAt(at))
      if (orderStatus === undefined) return index.newest(end, limit)
      if (orderStatus === 'PENDING') {
        const pending = timeline.pendingAt(at)
        return pending
          .filter((one) => one < end && index.has(one))
          .take(limit)
          .toArray()
      }
      // Final statuses never change: search the current index. Skip orders that ended after `at`.
      return index.newest(end, limit, orderStatus, (one) => timeline.stageAt(one, at) === 'ended')
    },
  }
}
