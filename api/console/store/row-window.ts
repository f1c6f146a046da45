import type { BookedOrder } from './order-book.ts'
import type { OrderFilter } from './order-filter.ts'
import type { ShownOrders } from './past-orders.ts'

export type RowWindow = ReturnType<typeof createRowWindow>

/** What the rows were made of. */
interface Shown {
  readonly book: ShownOrders
  readonly version: number
  /** The filter, as a text. */
  readonly filter: string
}

/**
 * The rows that the blotter shows, newest first. While somebody reads further down, the rows stay as they
 * are, although new orders arrive. Earlier orders that are loaded follow at the end.
 */
export function createRowWindow() {
  /** In order of placement. A copy, because the book changes its own list. */
  let rows: BookedOrder[] = []
  let shown: Shown | undefined
  let isPaused = false

  /** Adds earlier orders. Returns how many newer ones no row shows. */
  function pause(book: ShownOrders, filter: OrderFilter): number {
    isPaused = true
    const [first] = rows
    const last = rows.at(-1)
    if (!first || !last) return 0
    if (book.firstPlaced() < first.placed) {
      rows = [...book.select(filter).filter(({ placed }) => placed < first.placed), ...rows]
    }
    return book.countAfter(last.placed, filter)
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
      if (isPaused || !isSame || shown?.version !== next.version) rows = [...book.select(filter)]
      isPaused = false
      shown = next
      return 0
    },
  }
}
