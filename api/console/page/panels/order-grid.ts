import { createRowWindow } from '../../store/row-window.ts'
import type { Desk } from '../desk.ts'
import { actionOf } from './order-acts.ts'
import { createRowPool, type RowPool } from './row-pool.ts'

const hasModifier = ({ ctrlKey, metaKey, altKey }: KeyboardEvent) => ctrlKey || metaKey || altKey

/** How long the mark of a change stays, at most, beyond its time. */
const unmarkMs = 500

/** Draws the orders as rows. Scrolling down pauses the tail. */
export function createOrderGrid() {
  const rows = createRowWindow()
  let element: HTMLElement | undefined
  let pool: RowPool | undefined
  let news = 0

  /** The row that a key leads to; undefined if it leads to none. */
  function rowAfter(key: string, chosen: number): number | undefined {
    const page = pool?.visible ?? 1
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: chosen + 1,
      ArrowUp: chosen - 1,
      PageDown: chosen + page,
      PageUp: chosen - page,
      Home: 0,
      End: rows.length - 1,
    }
    const row = moves[key]
    return row === undefined ? undefined : Math.max(0, Math.min(rows.length - 1, row))
  }

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
        pool = createRowPool(grid)
      }
      if (!orders) return
      const before = news
      news = rows.update(orders, desk.view, grid.scrollTop > 0)
      // The number of new orders is above the grid, and already drawn.
      if (news !== before) desk.redraw()
      pool.draw(rows, desk.view.order)
      if (pool.hasFresh) setTimeout(desk.redraw, unmarkMs)
    },

    showNewest(desk: Desk): void {
      if (element) element.scrollTop = 0
      desk.redraw()
    },

    /** Chooses an order, or acts on the chosen one. */
    onKey(event: KeyboardEvent, desk: Desk): void {
      if (hasModifier(event)) return
      const action = actionOf(event.key, desk)
      const row = rowAfter(event.key, rows.rowOf(desk.view.order ?? ''))
      if (action) void desk.run(action)
      else if (row !== undefined) choose(row, desk)
      if (action || row !== undefined) event.preventDefault()
    },
  }
}
