import type { OrderEvent } from '../../contract/orders.ts'
import type { PositionRange } from '../store/missing-positions.ts'
import { readLog } from '../store/order-actions.ts'
import { outcomeOf } from './api.ts'
import type { Desk } from './desk.ts'

/** The API's limit. */
const mostEvents = 1000

/** Loads the events at these positions into the store. Stops at the first that cannot be read. */
export async function loadEvents(desk: Desk, { from, to }: PositionRange): Promise<void> {
  const { name, store } = desk.venue
  for (let next = from; store && next <= to; next += mostEvents) {
    const last = Math.min(to, next + mostEvents - 1)
    const outcome = await outcomeOf(desk.urls, readLog(name, next - 1, last - next + 1))
    if (!('reply' in outcome)) return
    store.load(outcome.reply.body as OrderEvent[], { from: next, to: last })
    desk.redraw()
  }
}

/** The events that `loadEarlier` loads next. */
export function earlierRange({ venue }: Desk): PositionRange {
  const to = venue.store?.loadedFrom ?? 0
  return { from: Math.max(1, to - mostEvents + 1), to }
}

/** Shows how events are loaded. */
export function explainLoading(desk: Desk, { from, to }: PositionRange): void {
  desk.explain(readLog(desk.venue.name, from - 1, Math.min(mostEvents, to - from + 1)))
}

let isLoading = false

/** Loads the events before those that the store has, one page at a time. */
export async function loadEarlier(desk: Desk): Promise<void> {
  const range = earlierRange(desk)
  if (isLoading || range.to === 0) return
  isLoading = true
  await loadEvents(desk, range)
  isLoading = false
}
