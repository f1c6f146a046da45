import type { RowWindow } from '../../store/row-window.ts'
import { createOrderRow, headerRow, type OrderRow } from './order-row.ts'

export type RowPool = ReturnType<typeof createRowPool>

/** Fills a grid with rows of a fixed height. Only the visible ones exist; they are used again for others. */
export function createRowPool(grid: HTMLElement) {
  const space = document.createElement('div')
  space.className = 'rows'
  space.role = 'rowgroup'
  grid.replaceChildren(headerRow(), space)
  const pool: OrderRow[] = []
  const rowHeight = () => Number.parseFloat(getComputedStyle(grid).getPropertyValue('--row-height'))

  function grow(count: number): void {
    while (pool.length < count) {
      const row = createOrderRow(`order-row-${pool.length}`)
      pool.push(row)
      space.append(row.element)
    }
  }

  return {
    /** How many rows are visible. */
    get visible(): number {
      return Math.max(1, Math.floor(grid.clientHeight / rowHeight()) - 2)
    },
    /** Whether a row shows an order that has just changed. */
    get hasFresh(): boolean {
      return pool.some((row) => row.isFresh)
    },
    draw(rows: RowWindow, chosen: string | undefined): void {
      const height = rowHeight()
      space.style.height = `${rows.length * height}px`
      grid.ariaRowCount = `${rows.length + 1}`
      const first = Math.max(0, Math.floor(grid.scrollTop / height) - 1)
      grow(Math.ceil(grid.clientHeight / height) + 2)
      let active: string | undefined
      for (let row = first; row < first + pool.length; row++) {
        const slot = pool[row % pool.length] as OrderRow
        const booked = rows.at(row)
        const isChosen = booked !== undefined && booked.order.orderId === chosen
        slot.show(booked, { row, top: row * height, isChosen })
        if (isChosen) active = slot.element.id
      }
      if (active === undefined) grid.removeAttribute('aria-activedescendant')
      else grid.setAttribute('aria-activedescendant', active)
    },
    /** Scrolls as little as possible to make a row visible. */
    reveal(row: number): void {
      const top = row * rowHeight()
      const height = this.visible * rowHeight()
      if (top < grid.scrollTop) grid.scrollTop = top
      else if (top > grid.scrollTop + height) grid.scrollTop = top - height
    },
  }
}
