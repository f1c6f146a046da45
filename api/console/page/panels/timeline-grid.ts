import type { OrderMessage } from '../../../contract/stream.ts'
import { timelineOf } from '../../store/timeline/timeline-rows.ts'
import { type ShownRow, shownRows } from '../../store/timeline/zoom.ts'
import type { VenueStore } from '../../store/venue-store.ts'
import type { Desk } from '../desk.ts'
import { createTimelineFeed } from '../timeline-feed.ts'
import { rowAfter } from './row-keys.ts'
import { createRowPool, type RowPool, type RowSlot } from './row-pool.ts'
import { createTimelineSlot, timelineHead } from './timeline-row.ts'

/** The last changes of the log that the timeline shows. */
const mostChanges = 5000

/** The changes that have arrived, by position, each once. */
function changesOf({ arrivals }: VenueStore): OrderMessage[] {
  const byPosition = new Map<number, OrderMessage>()
  for (const { message } of arrivals.from(arrivals.end - mostChanges)) {
    byPosition.set(message.position, message)
  }
  return [...byPosition.values()].toSorted((a, b) => a.position - b.position)
}

/** Reads the timeline and makes its rows. While it is paused, they stay as they are. */
export function createTimelineRows() {
  const feed = createTimelineFeed()
  let rows: readonly ShownRow[] = []
  let choice = ''
  let data = ''
  let readFor: Desk['venue']['state']
  let isPaused = false

  function update({ venue, view }: Desk): void {
    const { store, state } = venue
    const nextData = `${state?.logId} ${feed.data.version} ${store?.arrivals.end}`
    const nextChoice = `${venue.name} ${view.only} ${view.zoom}`
    const isChosenAnew = nextChoice !== choice
    if (!isChosenAnew && (isPaused || nextData === data)) return
    const { entries, frames } = feed.data
    const changes = store ? changesOf(store) : []
    rows = shownRows(timelineOf({ entries, changes, frames }, location.origin), view)
    choice = nextChoice
    data = nextData
  }

  return {
    feed,
    get all(): readonly ShownRow[] {
      return rows
    },
    get isPaused(): boolean {
      return isPaused
    },
    pause(paused: boolean): void {
      isPaused = paused
    },
    /** Reads what is new whenever the state of the venue was read. Call it for each frame. */
    read(desk: Desk): void {
      if (readFor !== desk.venue.state) feed.read(desk)
      readFor = desk.venue.state
      update(desk)
    },
    find: (id: string | undefined) => rows.find((row) => row.id === id),
    /** Shows a page of earlier requests, also while the rows stay as they are. */
    async loadEarlier(desk: Desk): Promise<void> {
      await feed.readEarlier(desk)
      choice = ''
      desk.redraw()
    },
  }
}

/** Draws the rows of the timeline, the newest at the end. Scrolling up pauses the tail. */
export function createTimelineGrid() {
  const rows = createTimelineRows()
  let pool: RowPool<ShownRow, RowSlot<ShownRow>> | undefined
  let drawn: HTMLElement | undefined

  function choose(row: ShownRow | undefined, desk: Desk): void {
    if (!row) return
    const [order = desk.view.order] = row.orders
    const message = row.kind === 'message' ? row.position : undefined
    desk.show({ step: row.id, entry: row.entry, message, order })
  }

  return {
    rows,
    draw(grid: HTMLElement, desk: Desk): void {
      const lanes = rows.all[0]?.lanes ?? []
      const head = lanes.map(({ id }) => id).join()
      if (grid !== drawn || !pool || grid.dataset.lanes !== head) {
        drawn = grid
        grid.dataset.lanes = head
        grid.style.setProperty('--lanes', `${Math.max(1, lanes.length)}`)
        pool = createRowPool(grid, timelineHead(lanes), createTimelineSlot)
      }
      const items = { length: rows.all.length, at: (row: number) => rows.all[row] }
      pool.draw(items, ({ id }) => id === desk.view.step)
      if (!rows.isPaused) grid.scrollTop = grid.scrollHeight
    },
    onScroll({ target }: Event, desk: Desk): void {
      const { scrollTop, clientHeight, scrollHeight } = target as HTMLElement
      rows.pause(scrollTop + clientHeight < scrollHeight - 4)
      desk.redraw()
    },
    showNewest(desk: Desk): void {
      rows.pause(false)
      desk.redraw()
    },
    onClick({ target }: Event, desk: Desk): void {
      const step = (target as Element).closest<HTMLElement>('[data-step]')?.dataset.step
      choose(rows.find(step), desk)
    },
    onKey(event: KeyboardEvent, desk: Desk): void {
      const chosen = rows.all.findIndex(({ id }) => id === desk.view.step)
      const row = rowAfter(event, chosen, { length: rows.all.length, page: pool?.visible ?? 1 })
      if (row === undefined) return
      event.preventDefault()
      rows.pause(true)
      choose(rows.all[row], desk)
      pool?.reveal(row)
    },
  }
}
