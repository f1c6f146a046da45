import type { Order, OrderStatus } from '../../api/contract/orders.ts'
import { disclosedWaitMs } from '../support/client.ts'
import type { DelayRange } from '../support/delay-range.ts'
import type { Listener, ReceivedMessage } from '../support/listener.ts'
import { must } from '../support/must.ts'
import { predictedFigures } from '../support/statistics.ts'
import type { Trader } from '../support/trader.ts'
import type { MeasureName, OrderTimes } from './measures.ts'

/** The times of the orders that were placed last, by what a listener, and all of them, heard. */
export function measure({ latest }: Trader, listeners: readonly Listener[]): OrderTimes[] {
  const startedAt = Math.min(...latest.map(({ sentAt }) => sentAt))
  const since = (at: number) => rounded(at - startedAt)
  return latest.map((reply) => {
    const { orderId } = JSON.parse(reply.text) as Order
    const announced = hearings(listeners, orderId, 'PENDING')
    const executed = hearings(listeners, orderId, 'EXECUTED')
    const disclosedMs = disclosedWaitMs(reply)
    return {
      sentAtMs: since(reply.sentAt),
      confirmedAtMs: since(reply.receivedAt),
      announcedAtMs: since(announced.first),
      executedAtMs: since(executed.first),
      ...(disclosedMs !== undefined && { disclosedWaitMs: disclosedMs }),
      ...(listeners.length > 1 && {
        announcedWithinMs: rounded(announced.withinMs),
        executedWithinMs: rounded(executed.withinMs),
      }),
    }
  })
}

/** When the listener who joined first heard that an order has a status, and within what time all heard it. */
function hearings(
  listeners: readonly Listener[],
  orderId: string,
  status: OrderStatus,
): { first: number; withinMs: number } {
  const isIt = ({ message }: ReceivedMessage) => message.orderStatus === status
  const ats = listeners.map((listener) => {
    const heard = listener.messagesAbout(orderId).find(isIt)
    must(heard, `no ${status} was heard about order ${orderId}`)
    return heard.at
  })
  return { first: ats[0] ?? Number.NaN, withinMs: Math.max(...ats) - Math.min(...ats) }
}

/** To a microsecond: finer than any client can tell. */
const rounded = (timeMs: number) => Math.round(timeMs * 1000) / 1000

/**
 * How long an order was PENDING as far as anybody was told: from the confirmation or the announcement,
 * whichever came first. Either may be late on its way, which makes the delay seem short.
 */
export const pendingAsTold = ({ confirmedAtMs, announcedAtMs, executedAtMs }: OrderTimes): number =>
  executedAtMs - Math.min(confirmedAtMs, announcedAtMs)

/** A latency that differs by less does not draw a burst apart. */
const drawnApartMs = 100

/** What is known of a burst by those who judge how long it took. */
interface Burst {
  readonly orders: readonly OrderTimes[]
  readonly latency: DelayRange
  /** How late those were themselves who placed the orders. */
  readonly ownMs: number
}

/**
 * By how much more a measure may be off where the latency does not draw the burst apart: then the
 * orders are placed at one moment and confirmed one after the other. A confirmation that is late makes
 * the execution delay seem short, but excuses nothing of itself: what a busy machine does to it is told
 * by how late its own client was. What a target that discloses no wait has lost is what it took beyond
 * the mean that it promises.
 */
export function lostInBurstMs(name: MeasureName, { orders, latency, ownMs }: Burst): number {
  if (latency.longestMs - latency.shortestMs >= drawnApartMs) return 0
  if (name === 'placementLatency') return 2 * ownMs
  const { meanMs } = predictedFigures(latency)
  const lostMs = orders.map(
    ({ sentAtMs, confirmedAtMs, disclosedWaitMs = meanMs }) =>
      confirmedAtMs - sentAtMs - disclosedWaitMs,
  )
  return Math.max(lostMs.reduce((sum, ms) => sum + ms, 0) / lostMs.length, 0)
}
