import assert from 'node:assert/strict'
import { Then, When } from '@cucumber/cucumber'
import type { OrderStatus } from '../api/contract/orders.ts'
import { disclosedWaitMs, isRefusal, type Reply, summaryOf } from './support/client.ts'
import { must } from './support/must.ts'
import { changeMind, outcomeOf, raceExecutions } from './support/race.ts'
import { times } from './support/times.ts'
import type { Trader } from './support/trader.ts'
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
  (trader: Trader, count: number) => changeMind(trader, count),
)

When(
  '{trader} places {int} orders and cancels each when its execution is due',
  (trader: Trader, count: number) => raceExecutions(trader, count),
)

Then(
  'it was cancelled while {trader} waited for the answer, give or take {float} s',
  async (trader: Trader, allowanceS: number) => {
    const { orderId, placedAt } = trader.order
    const asked = (method: string) => trader.replies.findLast((reply) => reply.method === method)
    const [placed, cancelled] = [asked('POST'), asked('DELETE')]
    must(placed && cancelled, 'no order was placed and cancelled')

    const order = await trader.sees(orderId)
    must(order.orderStatus === 'CANCELLED', `it is ${order.orderStatus}`)
    const afterMs = Date.parse(order.cancelledAt) - Date.parse(placedAt)
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
    const order = await this.placer.sees(this.placer.order.orderId)
    must(order.orderStatus === 'CANCELLED', `it is ${order.orderStatus}`)
    assert.equal(Date.parse(order.cancelledAt) - Date.parse(order.placedAt), ms)
  },
)

Then('exactly one cancellation succeeds', function (this: TradingFloor) {
  const { latest } = this.placer
  const successes = latest.filter((reply) => !isRefusal(reply))
  assert.equal(successes.length, 1, latest.map(summaryOf).join('\n'))
})

Then(
  'all {int} orders are {status}',
  async function (this: TradingFloor, count: number, status: OrderStatus) {
    const seen = await seenNow(this.placer, this.placer.orderIds)
    assert.equal(seen.filter((found) => found === status).length, count, `${seen}`)
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
  const seen = await seenNow(
    this.placer,
    outcomes.map(({ orderId }) => orderId),
  )
  assert.deepEqual(
    seen,
    outcomes.map(({ winner }) => winner),
  )
})

const actedAtSoonest = (reply: Reply) => reply.sentAt + (disclosedWaitMs(reply) ?? 0)

const outcomesOf = (placer: Trader) => placer.latest.map((reply) => outcomeOf(placer, reply))

const seenNow = async (trader: Trader, orderIds: string[]): Promise<OrderStatus[]> =>
  (await Promise.all(orderIds.map((orderId) => trader.sees(orderId)))).map(
    ({ orderStatus }) => orderStatus,
  )
