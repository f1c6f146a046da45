import assert from 'node:assert/strict'
import { setTimeout as pause } from 'node:timers/promises'
import { Then, When } from '@cucumber/cucumber'
import type { Order, OrderStatus } from '../api/contract/orders.ts'
import { whereClaimed } from './support/claim-checks.ts'
import { disclosedWaitMs, isRefusal, lostMs, type Reply, summaryOf } from './support/client.ts'
import type { DelayRange } from './support/delay-range.ts'
import { must, mustBe } from './support/must.ts'
import { cancelledAfterMs } from './support/order-times.ts'
import { executionDelay, latency } from './support/settings.ts'
import { times } from './support/times.ts'
import { succeeded, type Trader } from './support/trader.ts'
import type { TradingFloor } from './support/world.ts'

When('{trader} cancels it', (trader: Trader) => trader.cancel(trader.order.orderId))

When('{trader} cancels it with the unknown parameter {string}', (trader: Trader, name: string) =>
  trader.cancel(trader.order.orderId, `?${name}=1`),
)

When('{trader} cancels it twice at once', (trader: Trader) =>
  trader.together(times(2, () => trader.cancel(trader.order.orderId))),
)

When('{trader} cancels the order {string}', (trader: Trader, orderId: string) =>
  trader.cancel(orderId),
)

When(
  '{trader} places {int} orders and cancels each as soon as it is confirmed',
  (trader: Trader, count: number) =>
    trader.together(
      times(count, async (index) => {
        await pause(index * placeEveryMs)
        const { orderId } = await trader.hasPlaced()
        return trader.cancel(orderId)
      }),
    ),
)

When(
  '{trader} places {int} orders and cancels each when its execution is due',
  (trader: Trader, count: number) =>
    trader.together(
      times(count, async (index) => {
        await pause(index * placeEveryMs)
        // Orders placed one after the other get very different offsets, so that a slow moment
        // affects early and late cancellations alike.
        return cancelWhenDue(trader, ((index * 7) % count) / (count - 1) - 0.5)
      }),
    ),
)

Then(
  'it was cancelled while {trader} waited for the answer, give or take {float} s',
  async (trader: Trader, allowanceS: number) => {
    const replyTo = (method: string) => trader.replies.findLast((reply) => reply.method === method)
    const [placed, cancelled] = [replyTo('POST'), replyTo('DELETE')]
    must(placed && cancelled, 'no order was placed and cancelled')

    const afterMs = cancelledAfterMs(await trader.sees(trader.order.orderId))
    const soonestMs = actedAtSoonest(cancelled) - placed.receivedAt - allowanceS * 1000
    const latestMs = cancelled.receivedAt - actedAtSoonest(placed) + allowanceS * 1000
    must(
      afterMs >= soonestMs && afterMs <= latestMs,
      `it was cancelled after ${afterMs} ms, not after ${soonestMs} to ${latestMs}`,
    )
  },
)

Then(
  'it was cancelled {span} after it was placed',
  async function (this: TradingFloor, ms: number) {
    const { orderId } = this.placer.order
    const afterMs = cancelledAfterMs(await this.placer.sees(orderId))
    mustBe(`the milliseconds from placement to cancellation of order ${orderId}`, afterMs, ms)
  },
)

Then('exactly one cancellation succeeds', function (this: TradingFloor) {
  const { latest } = this.placer
  const successes = latest.filter((reply) => !isRefusal(reply))
  const what = `exactly one cancellation of order ${this.placer.order.orderId} should succeed`
  must(successes.length === 1, `${what}, but:\n${latest.map(summaryOf).join('\n')}`)
})

Then(
  'all {int} orders are {status}',
  async function (this: TradingFloor, count: number, status: OrderStatus) {
    const orders = await this.placer.seesAll()
    const [other, ...others] = orders.filter(({ orderStatus }) => orderStatus !== status)
    const more = others.length > 0 ? `, and so are ${others.length} others` : ''
    const shown = other && `order ${other.orderId} is ${other.orderStatus}${more}`
    must(!shown, `all ${count} orders should be ${status}, but ${shown}`)
    mustBe('the number of orders', orders.length, count)
  },
)

Then(
  'each race has exactly one winner, and both sides win at least once',
  function (this: TradingFloor) {
    const winners = outcomesOf(this.placer).map(({ winner }) => winner)
    assert.deepEqual(new Set(winners), new Set(['CANCELLED', 'EXECUTED']))
    assert.equal(winners.length, new Set(this.placer.orderIds).size)
  },
)

Then(
  'every answer agrees with what {trader} received',
  async function (this: TradingFloor, { listener }: Trader) {
    const outcomes = Object.groupBy(outcomesOf(this.placer), ({ winner }) => winner)
    for (const winner of ['EXECUTED', 'CANCELLED'] as const) {
      const orderIds = (outcomes[winner] ?? []).map(({ orderId }) => orderId)
      await listener.receives(['PENDING', winner], orderIds)
    }
  },
)

Then('every answer agrees with the final status of its order', async function (this: TradingFloor) {
  const outcomes = outcomesOf(this.placer)
  const orders = await this.placer.seesAll(outcomes.map(({ orderId }) => orderId))
  for (const [nth, { orderId, winner }] of outcomes.entries()) {
    const why = winner === 'CANCELLED' ? 'was accepted' : 'was refused'
    const what = `order ${orderId}, whose cancellation ${why},`
    mustBe(what, orders[nth]?.orderStatus, winner)
  }
})

const actedAtSoonest = (reply: Reply) => reply.sentAt + (disclosedWaitMs(reply) ?? 0)

/**
 * The time between placements. A burst of connections would delay the confirmations that
 * cancellations are timed by.
 */
const placeEveryMs = 4

/**
 * The least spread of the cancellations, so that both sides win even if the delays are constant.
 */
const leastSpreadMs = 200

const middleMs = ({ shortestMs, longestMs }: DelayRange) => (shortestMs + longestMs) / 2

/**
 * Places an order, and cancels it so that on average the cancellation takes effect when the order
 * is executed. `offset`, from -0.5 to 0.5, makes it earlier or later. The order was placed at some
 * time between the end of the disclosed latency and the confirmation, so the spread is wider than
 * that.
 */
async function cancelWhenDue(trader: Trader, offset: number): Promise<Reply> {
  const reply = succeeded(await trader.place())
  const { orderId } = JSON.parse(reply.text) as Order
  const placedAt = reply.receivedAt - lostMs(reply) / 2
  const spreadMs = Math.max(leastSpreadMs, 4 * lostMs(reply))
  const cancelAt = placedAt + middleMs(executionDelay) - middleMs(latency) + offset * spreadMs
  await pause(Math.max(cancelAt - performance.now(), 0))
  return trader.cancel(orderId)
}

const outcomesOf = (placer: Trader) => placer.latest.map((reply) => outcomeOf(placer, reply))

/** Which side won a race, by the reply to the cancellation; throws on any other reply. */
function outcomeOf(trader: Trader, reply: Reply) {
  const orderId = decodeURIComponent(reply.path.split('/').at(-1) ?? '')
  if (!isRefusal(reply)) return { orderId, winner: 'CANCELLED' } as const
  const { orderStatus } = trader.refusedWith('ORDER_ALREADY_EXECUTED', reply)
  whereClaimed('problems', () =>
    mustBe(`the status of order ${orderId} in the refusal`, orderStatus, 'EXECUTED'),
  )
  return { orderId, winner: 'EXECUTED' } as const
}
