import { Given, Then, When } from '@cucumber/cucumber'
import type { OrderStatus } from '../api/contract/orders.ts'

import { eventually } from './support/eventually.ts'
import { eachNamesTheOneBefore, orderIn } from './support/listener.ts'
import { must, mustBe } from './support/must.ts'
import { mustBeInTime } from './support/order-times.ts'
import { changeWithinMs, executionDelay } from './support/settings.ts'
import { times } from './support/times.ts'
import type { Trader } from './support/trader.ts'
import type { TradingFloor } from './support/world.ts'

/** The close code for a message that is too big (RFC 6455, section 7.4.1). */
const messageTooBig = 1009

/** How late the first of two messages may arrive: the machine may be busy at that moment. */
const lateArrivalMs = 50

Given('{trader} is following the venue', (trader: Trader) => trader.follow())

Given('{trader} and {trader} are following the venue', (one: Trader, other: Trader) =>
  Promise.all([one.follow(), other.follow()]),
)

Given('{int} people are following the venue', function (this: TradingFloor, count: number) {
  return Promise.all(times(count, () => this.crowd.follow()))
})

When('{trader} starts to follow the venue', (trader: Trader) => trader.follow())

When('{trader} sends {string}', ({ listener }: Trader, text: string) => listener.send(text))

When('{trader} sends {int} bytes of noise', ({ listener }: Trader, length: number) =>
  listener.send(Buffer.alloc(length, 0xff)),
)

When(
  '{trader} learns from the stream that it was {status}',
  function (this: TradingFloor, { listener }: Trader, status: OrderStatus) {
    return listener.receives(['PENDING', status], [this.placer.order.orderId])
  },
)

When(
  '{int} listeners come and go while {owner} new order is {status}',
  async function (this: TradingFloor, count: number, trader: Trader, status: OrderStatus) {
    const visits = times(count, async () => (await this.crowd.follow()).close())
    await Promise.all([trader.has(status), ...visits])
  },
)

Then(
  '{trader} receives exactly {statuses} for {owner} order',
  function (this: TradingFloor, { listener }: Trader, expected: OrderStatus[], owner: Trader) {
    return this.receivesExactly([listener], expected, [owner.order.orderId])
  },
)

Then(
  '{trader} receives exactly {statuses} for each of {owner} orders',
  function (this: TradingFloor, { listener }: Trader, expected: OrderStatus[], owner: Trader) {
    return this.receivesExactly([listener], expected, owner.orderIds)
  },
)

Then(
  'all {int} receive exactly {statuses} for each of {owner} orders',
  function (this: TradingFloor, count: number, expected: OrderStatus[], owner: Trader) {
    mustBe('the number of listeners', this.crowd.listeners.length, count)
    return this.receivesExactly(this.crowd.listeners, expected, owner.orderIds)
  },
)

Then(
  '{trader} received the execution between the shortest and the longest execution delay, at most {float} s late',
  async function (this: TradingFloor, { name, listener }: Trader, allowanceS: number) {
    const { placer } = this
    await listener.receives(['PENDING', 'EXECUTED'], [placer.order.orderId])
    this.noteTiming(async () => {
      const { orderId } = await placer.hasPlaced()
      await listener.receives(['PENDING', 'EXECUTED'], [orderId])
    })
    await this.checkTiming(() => {
      const { orderId } = placer.order
      const [placed, executed] = listener.messagesAbout(orderId).map(({ at }) => at)
      const delayMs = (executed ?? Number.NaN) - (placed ?? Number.NaN)
      mustBeInTime(`order ${orderId}, by ${name}'s messages,`, delayMs, {
        soonestMs: executionDelay.shortestMs - lateArrivalMs,
        latestMs: executionDelay.longestMs + allowanceS * 1000,
      })
    })
  },
)

Then(
  'all {int} received the same messages in the same order',
  function (this: TradingFloor, count: number) {
    const { orderIds } = this.placer
    const sequences = this.crowd.listeners.map((listener) => listener.sequenceOf(orderIds))
    mustBe('the number of listeners', sequences.length, count)
    const [one = '', other] = [...new Set(sequences)]
    const shown = other === undefined ? '' : differenceIn(one.split('\n'), other.split('\n'))
    must(shown === '', `all ${count} listeners should receive the same messages, but ${shown}`)
  },
)

Then(
  'the first message {trader} received about it repeats {owner} confirmation',
  ({ listener }: Trader, { order }: Trader) => {
    const first = orderIn(listener.messagesAbout(order.orderId).at(0))
    mustBe(`order ${order.orderId} in its first message`, first, order)
  },
)

Then(
  'the last message {trader} received about it repeats what {trader} sees when looking it up',
  async ({ listener }: Trader, placer: Trader) => {
    const { orderId } = placer.order
    const seen = await placer.sees(orderId)
    await eventually(changeWithinMs, () => {
      const last = orderIn(listener.messagesAbout(orderId).at(-1))
      mustBe(`order ${orderId} in its last message`, last, seen)
    })
  },
)

Then(
  '{trader} receives nothing after CANCELLED for {int} s longer than the longest execution delay',
  async function (this: TradingFloor, { listener }: Trader, longerS: number) {
    const { orderId } = this.placer.order
    await listener.receives(['PENDING', 'CANCELLED'], [orderId])
    // Silence can only be verified by listening for that long.
    await this.venueUnderTest.passTime(executionDelay.longestMs + longerS * 1000)
    await this.receivesExactly([listener], ['PENDING', 'CANCELLED'], [orderId])
  },
)

Then(
  'the positions {trader} received ascend by one, and each message names the one before',
  ({ listener }: Trader) => {
    eachNamesTheOneBefore(listener)
    const positions = listener.received.map(({ message }) => message.position)
    const followers = positions.slice(0, -1).map((position) => position + 1)
    mustBe('the positions after the first one', positions.slice(1), followers)
  },
)

Then('nobody is following the venue any more', async function (this: TradingFloor) {
  await eventually(changeWithinMs, async () => {
    const { listeners } = await this.venue.state()
    mustBe('the number of listeners that the venue has', listeners, 0)
  })
})

Then('{trader} was disconnected for sending too much', async ({ name, listener }: Trader) => {
  mustBe(`the code with which ${name} is disconnected`, await listener.closeCode(), messageTooBig)
})

/** The first line in which two sequences of messages differ. */
function differenceIn(one: readonly string[], other: readonly string[]): string {
  const at = one.findIndex((line, nth) => line !== other[nth])
  const nth = at < 0 ? one.length : at
  const [first, second] = [one[nth], other[nth]].map((line) => line ?? 'nothing')
  return `one received ${first} as message ${nth + 1} about these orders, and another ${second}`
}
