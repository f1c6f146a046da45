import assert from 'node:assert/strict'
import { setTimeout as pause } from 'node:timers/promises'
import type { Order, OrderStatus } from '../../api/contract/orders.ts'
import { whereClaimed } from './claim-checks.ts'
import { isRefusal, lostMs, type Reply, summaryOf } from './client.ts'
import type { DelayRange } from './delay-range.ts'
import { executionDelay, latency } from './settings.ts'
import { times } from './times.ts'
import { succeeded, type Trader } from './trader.ts'

/** How a cancellation ended: with its own success or with the refusal "already executed". */
export type Outcome = { readonly orderId: string; readonly winner: OrderStatus }

const middleMs = ({ shortestMs, longestMs }: DelayRange) => (shortestMs + longestMs) / 2

/** A burst of connections would be answered late, and nobody could aim by answers that are late. */
const placeEveryMs = 4

/** From the first shot to the last, for both sides to win even when the delays are constant. */
const leastSpreadMs = 200

/** Places orders, shortly after each other, and cancels each as soon as it is confirmed. */
export function changeMind(trader: Trader, count: number): Promise<Reply[]> {
  return trader.together(
    times(count, async (index) => {
      await pause(index * placeEveryMs)
      const { orderId } = await trader.hasPlaced()
      return trader.cancel(orderId)
    }),
  )
}

/**
 * Places orders, shortly after each other, and cancels each so that on average the cancellation
 * acts when the order is executed: some sooner, some later.
 */
export function raceExecutions(trader: Trader, count: number): Promise<Reply[]> {
  return trader.together(
    times(count, async (index) => {
      await pause(index * placeEveryMs)
      // Neighbours shoot at different times, so that early and late ones share each lull.
      return shoot(trader, ((index * 7) % count) / (count - 1) - 0.5)
    }),
  )
}

/**
 * Places an order and cancels it about when it is due; `aside`, from -0.5 to 0.5, says how much too
 * soon or too late. All that is known of when the order was placed is that it was between the end
 * of the disclosed wait and the confirmation, so the shots are spread wider than that.
 */
async function shoot(trader: Trader, aside: number): Promise<Reply> {
  const reply = succeeded(await trader.place())
  const { orderId } = JSON.parse(reply.text) as Order
  const placedAt = reply.receivedAt - lostMs(reply) / 2
  const spreadMs = Math.max(leastSpreadMs, 4 * lostMs(reply))
  const aimedAt = placedAt + middleMs(executionDelay) - middleMs(latency) + aside * spreadMs
  await pause(Math.max(aimedAt - performance.now(), 0))
  return trader.cancel(orderId)
}

/** Who won, as the reply to the cancellation has it; anything but the two outcomes is a failure. */
export function outcomeOf(trader: Trader, reply: Reply): Outcome {
  const orderId = decodeURIComponent(reply.path.split('/').at(-1) ?? '')
  if (!isRefusal(reply)) return { orderId, winner: 'CANCELLED' }
  const { orderStatus } = trader.refusedWith('ORDER_ALREADY_EXECUTED', reply)
  whereClaimed('problems', () => assert.equal(orderStatus, 'EXECUTED', summaryOf(reply)))
  return { orderId, winner: 'EXECUTED' }
}
