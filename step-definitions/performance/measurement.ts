import type { Order, OrderStatus } from '../../api/contract/orders.ts'
import { disclosedWaitMs } from '../support/client.ts'
import type { DelayRange } from '../support/delay-range.ts'
import type { Listener, ReceivedMessage } from '../support/listener.ts'
import { must } from '../support/must.ts'
import { predictedFigures } from '../support/statistics.ts'
import type { Trader } from '../support/trader.ts'
import type { MeasureName, OrderTimes } from './measures.ts'

/**
 * The times of the trader's latest orders, from their replies and the messages to these listeners.
 */
export function measure({ latest }: Trader, listeners: readonly Listener[]): OrderTimes[] {
  const startedAt = Math.min(...latest.map(({ sentAt }) => sentAt))
  const since = (at: number) => rounded(at - startedAt)
  return latest.map((reply) => {
    const { orderId } = JSON.parse(reply.text) as Order
    const announced = arrivalsOf(listeners, orderId, 'PENDING')
    const executed = arrivalsOf(listeners, orderId, 'EXECUTED')
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

/**
 * When the measured listener received a status of an order, and the time from the first listener that
 * received it to the last.
 */
function arrivalsOf(
  listeners: readonly Listener[],
  orderId: string,
  status: OrderStatus,
): { first: number; withinMs: number } {
  const hasStatus = ({ message }: ReceivedMessage) => message.orderStatus === status
  const ats = listeners.map((listener) => {
    const received = listener.messagesAbout(orderId).find(hasStatus)
    must(received, `no ${status} received for order ${orderId}`)
    return received.at
  })
  return { first: ats[0] ?? Number.NaN, withinMs: Math.max(...ats) - Math.min(...ats) }
}

/** To a microsecond, finer than a client can measure. */
const rounded = (timeMs: number) => Math.round(timeMs * 1000) / 1000

/**
 * How long an order was seen as PENDING: from its confirmation or its PENDING message, whichever
 * came first. Using one alone would make the delay seem too short if that one was late.
 */
export const observedPendingMs = ({
  confirmedAtMs,
  announcedAtMs,
  executedAtMs,
}: OrderTimes): number => executedAtMs - Math.min(confirmedAtMs, announcedAtMs)

/** A latency range narrower than this does not spread a burst. */
const spreadMs = 100

interface Burst {
  readonly orders: readonly OrderTimes[]
  readonly latency: DelayRange
  /** How late the thread that placed the orders was, p99. */
  readonly ownMs: number
}

/**
 * The extra allowance for a measure. A narrow latency range cannot spread the burst, so
 * confirmations queue, and a late confirmation shortens the execution delay. Its allowance is the
 * mean queueing time: what a confirmation takes beyond its disclosed latency, or else beyond the
 * predicted mean. Placement latency gets no such allowance, except twice the load generator's own
 * timer delay (p99).
 */
export function lostInBurstMs(name: MeasureName, { orders, latency, ownMs }: Burst): number {
  if (latency.longestMs - latency.shortestMs >= spreadMs) return 0
  if (name === 'placementLatency') return 2 * ownMs
  const { meanMs } = predictedFigures(latency)
  const lostMs = orders.map(
    ({ sentAtMs, confirmedAtMs, disclosedWaitMs = meanMs }) =>
      confirmedAtMs - sentAtMs - disclosedWaitMs,
  )
  return Math.max(lostMs.reduce((sum, ms) => sum + ms, 0) / lostMs.length, 0)
}
