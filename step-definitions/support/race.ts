import assert from 'node:assert/strict'
import { setTimeout as pause } from 'node:timers/promises'
import type { OrderStatus } from '../../api/contract.ts'
import { type Reply, summaryOf } from './client.ts'
import type { DelayRange } from './delay-range.ts'
import { executionDelay, latency } from './settings.ts'
import { times } from './times.ts'
import type { Trader } from './trader.ts'

/** How a cancellation ended: with its own success or with the refusal "already executed". */
export type Outcome = { readonly orderId: string; readonly winner: OrderStatus }

const middleMs = ({ shortestMs, longestMs }: DelayRange) => (shortestMs + longestMs) / 2

/** Places an order and cancels it a while after its confirmation; answers with the cancellation's reply. */
export async function placeAndCancel(trader: Trader, afterMs: number): Promise<Reply> {
  const { orderId } = await trader.hasPlaced()
  if (afterMs > 0) await pause(afterMs)
  return trader.cancel(orderId)
}

/**
 * Places orders and cancels each so that on average the cancellation arrives when the order is
 * executed; spread by a tenth of a second, so that both can win even when the delays are constant.
 */
export function raceExecutions(trader: Trader, count: number): Promise<Reply[]> {
  const aimMs = Math.max(middleMs(executionDelay) - middleMs(latency), 0)
  const spreadMs = (index: number) => 100 * (index / count - 0.5)
  return trader.together(times(count, (index) => placeAndCancel(trader, aimMs + spreadMs(index))))
}

/** Who won, as the reply to the cancellation has it; anything but the two outcomes is a failure. */
export function outcomeOf(trader: Trader, reply: Reply): Outcome {
  const orderId = decodeURIComponent(reply.path.split('/').at(-1) ?? '')
  if (reply.status === 204) return { orderId, winner: 'CANCELLED' }
  const { code, orderStatus } = trader.refusal(reply)
  assert.deepEqual([code, orderStatus], ['ORDER_ALREADY_EXECUTED', 'EXECUTED'], summaryOf(reply))
  return { orderId, winner: 'EXECUTED' }
}
