/** Where a row is. */
export interface RowPlace {
  /** Its number, from 0. */
  readonly row: number
  /** Its distance from the first row, in pixels. */
  readonly top: number
  readonly isChosen: boolean
}

/** An element that can show one item after another. */
export interface RowSlot<T> {
  readonly element: HTMLElement
  /** Hides the element if there is no item. */
  show(item: T | undefined, place: RowPlace): void
}

/** What a grid shows. */
interface Items<T> {
  readonly length: number
  at(row: number): T | undefined
}

export type RowPool<T, Slot extends RowSlot<T>> = ReturnType<typeof createRowPool<T, Slot>>

/** Fills a grid with rows of a fixed height. Only the visible ones exist; they are used again for others. */
export function createRowPool<T, Slot extends RowSlot<T>>(
  grid: HTMLElement,
  header: HTMLElement,
  createSlot: (id: string) => Slot,
) {
  const space = document.createElement('div')
  space.className = 'rows'
  space.role = 'rowgroup'
  grid.replaceChildren(header, space)
  const pool: Slot[] = []
  const rowHeight = () => Number.parseFloat(getComputedStyle(grid).getPropertyValue('--row-height'))

  function grow(count: number): void {
    while (pool.length < count) {
      const slot = createSlot(`${grid.id}-row-${pool.length}`)
      pool.push(slot)
      space.append(slot.element)
    }
  }

  return {
    slots: pool as readonly Slot[],
    /** How many rows are visible. */
    get visible(): number {
      return Math.max(1, Math.floor(grid.clientHeight / rowHeight()) - 2)
    },
    draw(rows: Items<T>, isChosen: (item: T) => boolean): void {
      const height = rowHeight()
      space.style.height = `${rows.length * height}px`
      grid.ariaRowCount = `${rows.length + 1}`
      const first = Math.max(0, Math.floor(grid.scrollTop / height) - 1)
      grow(Math.ceil(grid.clientHeight / height) + 2)
      let active: string | undefined
      for (let row = first; row < first + pool.length; row++) {
        const slot = pool[row % pool.length] as Slot
        const item = rows.at(row)
        const place = { row, top: row * height, isChosen: item !== undefined && isChosen(item) }
        slot.show(item, place)
        if (place.isChosen) active = slot.element.id
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
