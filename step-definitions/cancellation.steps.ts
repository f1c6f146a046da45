import { setTimeout as pause } from 'node:timers/promises'
import { Then, When } from '@cucumber/cucumber'
import type { OrderStatus } from '../api/contract/orders.ts'
import { whereClaimed } from './support/claim-checks.ts'
import { disclosedWaitMs, isRefusal, lostMs, type Reply, summaryOf } from './support/client.ts'
import type { DelayRange } from './support/delay-range.ts'
import { mustAllBeAccepted, noneAccepted } from './support/early-cancellation.ts'
import { must, mustBe } from './support/must.ts'
import { NotJudged } from './support/no-verdict.ts'
import { cancelledAfterMs } from './support/order-times.ts'
import { executionDelay, latencies } from './support/settings.ts'
import { times } from './support/times.ts'
import { confirmedBy, succeeded, type Trader } from './support/trader.ts'
import type { TradingFloor } from './support/world.ts'

When('{trader} cancels it', (trader: Trader) => trader.cancel(trader.order.orderId))

When('{trader} cancels it with the unknown parameter {string}', (trader: Trader, name: string) =>
  trader.cancel(trader.order.orderId, `?${name}=1`),
)

When('{trader} cancels a new order twice at once', (trader: Trader) => trader.cancelInTime({}, 2))

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
  async function (this: TradingFloor, trader: Trader, allowanceS: number) {
    const look = async () => cancelledAfterMs(await trader.sees(trader.order.orderId))
    let afterMs = await look()
    this.noteTiming(async () => {
      const { orderId } = await trader.hasPlaced()
      succeeded(await trader.cancel(orderId))
      afterMs = await look()
    })
    await this.checkTiming(() => {
      const replyTo = (method: string) =>
        trader.replies.findLast((reply) => reply.method === method)
      const [placed, cancelled] = [replyTo('POST'), replyTo('DELETE')]
      must(placed && cancelled, 'no order was placed and cancelled')
      const soonestMs = actedAtSoonest(cancelled) - placed.receivedAt - allowanceS * 1000
      const latestMs = cancelled.receivedAt - actedAtSoonest(placed) + allowanceS * 1000
      must(
        afterMs >= soonestMs && afterMs <= latestMs,
        `order ${trader.order.orderId} should be cancelled ${Math.round(soonestMs)} to ` +
          `${Math.round(latestMs)} ms after it was placed, but was cancelled after ${afterMs} ms`,
      )
    })
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

Then('all {int} cancellations are accepted', async function (this: TradingFloor, count: number) {
  const all = earlyCancellationsOf(this.placer)
  mustBe('the number of cancellations', all.length, count)
  await refusedOnesHaveLost(this.placer)
  mustAllBeAccepted(all)
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

Then('each race has exactly one winner', function (this: TradingFloor) {
  const { orderIds } = this.placer
  mustBe('the number of races', outcomesOf(this.placer).length, new Set(orderIds).size)
})

Then('both sides win at least once', function (this: TradingFloor) {
  const answers = cancellationsOf(this.placer)
  const count = answers.length
  must(answers.some(isRefusal), `some of ${count} executions should win, but all cancellations did`)
  // Such cancellations were sent at once.
  if (middleMs(executionDelay) < middleMs(latencies.cancel)) someWereInTime(this.placer)
  if (!answers.every(isRefusal)) return
  const found = `some of ${count} cancellations should win, but all executions did`
  const late = answers.filter((reply) => lostMs(reply) > lateMs)
  must(late.length >= count / 2, found)
  throw new NotJudged(`${found}, and ${late.length} answers came more than ${lateMs} ms late`)
})

Then('at least one cancellation was accepted', function (this: TradingFloor) {
  someWereInTime(this.placer)
})

Then('each order whose cancellation was refused is EXECUTED', function (this: TradingFloor) {
  return refusedOnesHaveLost(this.placer)
})

Then(
  'each order whose cancellation was accepted stays CANCELLED for {int} s longer than the longest execution delay',
  async function (this: TradingFloor, longerS: number) {
    const { placer, follower } = this
    const accepted = cancellationsOf(placer).filter((reply) => !isRefusal(reply))
    await this.venueUnderTest.passTime(executionDelay.longestMs + longerS * 1000)
    const orders = await placer.seesAll(accepted.map(orderIdOf))
    await placer.listUntilSeen(accepted.map(orderIdOf))
    for (const [index, reply] of accepted.entries()) {
      const orderId = orderIdOf(reply)
      const listed = placer.pages.flat().find((order) => order.orderId === orderId)?.orderStatus
      const received = follower.listener.statusesOf(orderId)
      const seen = orders[index]?.orderStatus
      const shown = [
        ...(seen === 'CANCELLED' ? [] : [`looking it up shows ${seen}`]),
        ...(listed === 'CANCELLED' ? [] : [`the listing shows ${listed ?? 'no such order'}`]),
        ...(received.includes('EXECUTED')
          ? [`${follower.name} received ${received.join(', ')}`]
          : []),
      ]
      must(
        shown.length === 0,
        `${placer.name}'s cancellation of order ${orderId} was accepted, so it should be CANCELLED ` +
          `for good, but ${shown.join(', and ')}: ${summaryOf(reply)}`,
      )
    }
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

/** If half of the cancellations are later than this, none of them has to win. */
const lateMs = leastSpreadMs / 4

const middleMs = ({ shortestMs, longestMs }: DelayRange) => (shortestMs + longestMs) / 2

/**
 * Places an order, and cancels it so that on average the cancellation takes effect when the order
 * is executed. `offset`, from -0.5 to 0.5, makes it earlier or later. The order was placed at some
 * time between the end of the disclosed latency and the confirmation, so the spread is wider than
 * that.
 */
async function cancelWhenDue(trader: Trader, offset: number): Promise<Reply> {
  const reply = await trader.place()
  const { orderId } = confirmedBy(reply)
  const placedAt = reply.receivedAt - lostMs(reply) / 2
  const spreadMs = Math.max(leastSpreadMs, 4 * lostMs(reply))
  const cancelAt =
    placedAt + middleMs(executionDelay) - middleMs(latencies.cancel) + offset * spreadMs
  await pause(Math.max(cancelAt - performance.now(), 0))
  return trader.cancel(orderId)
}

/** Throws if no cancellation was accepted. */
function someWereInTime(trader: Trader): void {
  if (cancellationsOf(trader).every(isRefusal)) throw noneAccepted(earlyCancellationsOf(trader))
}

async function refusedOnesHaveLost(trader: Trader): Promise<void> {
  const refused = cancellationsOf(trader).filter(isRefusal)
  await Promise.all(refused.map((reply) => trader.hasLost(orderIdOf(reply), reply)))
}

/** Each cancellation of a trader, with the confirmation of its order. */
function earlyCancellationsOf(trader: Trader) {
  const placements = trader.replies.filter(({ status }) => status === 201)
  const confirmations = new Map(placements.map((reply) => [confirmedBy(reply).orderId, reply]))
  return cancellationsOf(trader).flatMap((answer) => {
    const placed = confirmations.get(orderIdOf(answer))
    return placed ? [{ placed, answers: [answer] }] : []
  })
}

/** The answers to all cancellations of a trader. */
const cancellationsOf = ({ replies }: Trader) => replies.filter(({ method }) => method === 'DELETE')

const orderIdOf = ({ path }: Reply) => decodeURIComponent(path.split('/').at(-1) ?? '')

const outcomesOf = (placer: Trader) =>
  cancellationsOf(placer).map((reply) => outcomeOf(placer, reply))

/** Which side won a race, by the reply to the cancellation; throws on any other reply. */
function outcomeOf(trader: Trader, reply: Reply) {
  const orderId = orderIdOf(reply)
  if (!isRefusal(reply)) return { orderId, winner: 'CANCELLED' } as const
  const { orderStatus } = trader.refusedWith('ORDER_ALREADY_EXECUTED', reply)
  whereClaimed('problems', () =>
    mustBe(`the status of order ${orderId} in the refusal`, orderStatus, 'EXECUTED'),
  )
  return { orderId, winner: 'EXECUTED' } as const
}
