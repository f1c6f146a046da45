import type { Order } from '../../contract/orders.ts'
import { listOrdersAt } from '../store/order-actions.ts'
import { createPastOrders, type ShownOrders } from '../store/past-orders.ts'
import { outcomeOf, type Urls } from './api.ts'

/** Reads the orders of the past, as a view asks for them. One request at a time: the last one counts. */
export function createPast(urls: Urls, onRead: () => void) {
  let last = { venue: '', at: -1 }
  let isReading = false
  let shown: ShownOrders | undefined

  async function read(venue: string, at: number): Promise<void> {
    isReading = true
    last = { venue, at }
    const outcome = await outcomeOf(urls, listOrdersAt(venue, at))
    isReading = false
    if ('reply' in outcome) shown = createPastOrders(outcome.reply.body as Order[], at)
    // The next frame reads another position, if one is shown by then.
    onRead()
  }

  /** The orders as they were, or those last read while these are on their way. */
  return function ordersAt(venue: string, at: number): ShownOrders | undefined {
    const isOther = venue !== last.venue
    if ((isOther || at !== last.at) && !isReading) void read(venue, at)
    return isOther ? undefined : shown
  }
}
