import type { BookedOrder } from '../../store/order-book.ts'
import { createRowWindow } from '../../store/row-window.ts'
import type { Desk } from '../desk.ts'
import { actionOf } from './order-acts.ts'
import { createOrderRow, headerRow, type OrderRow } from './order-row.ts'
import { rowAfter } from './row-keys.ts'
import { createRowPool, type RowPool } from './row-pool.ts'

/** How long the mark of a change stays, at most, beyond its time. */
const unmarkMs = 500

/** Draws the orders as rows. Scrolling down pauses the tail. */
export function createOrderGrid() {
  const rows = createRowWindow()
  let element: HTMLElement | undefined
  let pool: RowPool<BookedOrder, OrderRow> | undefined
  let news = 0

  function choose(row: number, desk: Desk): void {
    const order = rows.at(row)?.order.orderId
    if (order === undefined) return
    desk.show({ order })
    pool?.reveal(row)
  }

  return {
    /** How many orders have arrived since the tail was paused. */
    get news(): number {
      return news
    },

    draw(grid: HTMLElement, desk: Desk): void {
      const { orders } = desk
      if (grid !== element || !pool) {
        element = grid
        pool = createRowPool<BookedOrder, OrderRow>(grid, headerRow(), createOrderRow)
      }
      if (!orders) return
      const before = news
      news = rows.update(orders, desk.view, grid.scrollTop > 0)
      // The number of new orders is above the grid, and already drawn.
      if (news !== before) desk.redraw()
      const { order } = desk.view
      pool.draw(rows, (booked) => booked.order.orderId === order)
      if (pool.slots.some((row) => row.isFresh)) setTimeout(desk.redraw, unmarkMs)
    },

    showNewest(desk: Desk): void {
      if (element) element.scrollTop = 0
      desk.redraw()
    },

    /** Chooses an order, or acts on the chosen one. */
    onKey(event: KeyboardEvent, desk: Desk): void {
      const action = actionOf(event, desk)
      const size = { length: rows.length, page: pool?.visible ?? 1 }
      const row = rowAfter(event, rows.rowOf(desk.view.order ?? ''), size)
      if (action) void desk.run(action)
      else if (row !== undefined) choose(row, desk)
      if (action || row !== undefined) event.preventDefault()
    },
  }
}
