import type { OrderEvent } from '../../contract/orders.ts'
import type { PositionRange } from '../store/missing-positions.ts'
import { readLog } from '../store/order-actions.ts'
import type { Desk } from './desk.ts'

/** The API's limit. */
const mostEvents = 1000

/** Loads the events at these positions into the store. Stops at the first that cannot be read. */
export async function loadEvents(desk: Desk, { from, to }: PositionRange): Promise<void> {
  const { name, store } = desk.venue
  for (let next = from; store && next <= to; next += mostEvents) {
    const last = Math.min(to, next + mostEvents - 1)
    const outcome = await desk.run(readLog(name, next - 1, last - next + 1))
    if (!('reply' in outcome)) return
    store.load(outcome.reply.body as OrderEvent[], { from: next, to: last })
    desk.redraw()
  }
}

/** Loads the events before those that the store has. */
export function loadEarlier(desk: Desk): Promise<void> {
  const to = desk.venue.store?.loadedFrom ?? 0
  return loadEvents(desk, { from: Math.max(1, to - mostEvents + 1), to })
}
