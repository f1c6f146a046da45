import type { BookedOrder } from './order-book.ts'
import type { OrderFilter } from './order-filter.ts'
import type { ShownOrders } from './past-orders.ts'

export type RowWindow = ReturnType<typeof createRowWindow>

/**
 * The rows that the blotter shows, newest first. While somebody reads further down, the rows stay as they
 * are, although new orders arrive.
 */
export function createRowWindow() {
  let rows: readonly BookedOrder[] = []
  let shown: { book: ShownOrders; version: number; filter: string; length: number } | undefined
  let isPaused = false

  function pause(book: ShownOrders, filter: OrderFilter): number {
    // A copy of what was shown, because the book adds to its own list.
    if (!isPaused) rows = rows.slice(0, shown?.length)
    isPaused = true
    return book.countAfter(rows.at(-1)?.placed ?? 0, filter)
  }

  return {
    get length(): number {
      return rows.length
    },
    get isPaused(): boolean {
      return isPaused
    },
    /** The order in a row; row 0 is the newest. */
    at: (row: number): BookedOrder | undefined => rows[rows.length - 1 - row],
    /** The row of an order; -1 if none shows it. */
    rowOf(orderId: string): number {
      const index = rows.findLastIndex(({ order }) => order.orderId === orderId)
      return index < 0 ? -1 : rows.length - 1 - index
    },
    /**
     * Updates the rows, unless `isReading`. Returns how many orders have arrived that the filter selects and
     * no row shows.
     */
    update(book: ShownOrders, filter: OrderFilter, isReading: boolean): number {
      const { status, symbol, clientOrderId } = filter
      const next = { book, version: book.version(), filter: `${status} ${symbol} ${clientOrderId}` }
      const isSame = shown?.book === book && shown.filter === next.filter
      if (isReading && isSame) return pause(book, filter)
      if (isPaused || !isSame || shown?.version !== next.version) rows = book.select(filter)
      isPaused = false
      shown = { ...next, length: rows.length }
      return 0
    },
  }
}
