import { Given, Then, When } from '@cucumber/cucumber'
import type { OrderStatus, Problem } from '../api/contract/orders.ts'
import type { VenueDraft } from '../api/control/control-contract.ts'
import { largestPage } from './support/claim-checks.ts'
import { summaryOf } from './support/client.ts'
import { must, mustBe } from './support/must.ts'
import { executedAfterMs, mustBeInTime } from './support/order-times.ts'
import { orderFrom } from './support/reply-body.ts'
import { goodTicket } from './support/tickets.ts'
import { placementOf, type Trader } from './support/trader.ts'
import type { TradingFloor } from './support/world.ts'

Given('the venue takes {span} to answer', function (this: TradingFloor, latencyMs: number) {
  return moveInto(this, { latencyMs })
})

Given('time passes {int} times as fast in the venue', function (this: TradingFloor, speed: number) {
  return moveInto(this, { clock: { mode: 'scaled', speed } })
})

Given('the time of the venue begins at {text}', function (this: TradingFloor, startsAt: string) {
  return moveInto(this, { clock: { mode: 'held', startsAt } })
})

When('time moves to {text}', async function (this: TradingFloor, to: string) {
  await this.venue.advance({ to })
})

When('time is moved by {span}', async function (this: TradingFloor, byMs: number) {
  await this.venue.send('POST', '/clock/advance', { byMs })
})

Then('the move is refused, because time ends before that', function (this: TradingFloor) {
  const { latest } = this.venue
  must(latest?.status === 400, `the move should be refused, but: ${latest && summaryOf(latest)}`)
  const { code, errors = [] } = JSON.parse(latest.text) as Problem
  const pointers = errors.map(({ pointer }) => pointer)
  const what = 'the code of the refusal, and the field that it points at,'
  mustBe(what, [code, pointers], ['INVALID_REQUEST', ['/byMs']])
})

Then('the time is {text}', async function (this: TradingFloor, instant: string) {
  mustBe('the time of the venue', (await this.venue.state()).clock.now, instant)
})

When('{span} pass(es)', function (this: TradingFloor, ms: number) {
  return this.venue.passTime(ms)
})

When('{span} passes in {owner} venue', function (this: TradingFloor, ms: number, owner: Trader) {
  return this.venueOf(owner).passTime(ms)
})

When('time passes until nothing more is due', async function (this: TradingFloor) {
  await this.venue.advance({ untilIdle: true })
})

When('{trader} submits a ticket', async function (this: TradingFloor, trader: Trader) {
  trader.begin(placementOf(goodTicket()))
  await this.venue.hasWaiting(1)
})

When(
  '{trader} asks to see {owner} order',
  async function (this: TradingFloor, trader: Trader, { order }: Trader) {
    trader.awaitLater(trader.find(order.orderId))
    await this.venue.hasWaiting(1)
  },
)

When('{trader} asks to see the latest orders', async function (this: TradingFloor, trader: Trader) {
  trader.awaitLater(trader.list(largestPage()))
  await this.venue.hasWaiting(1)
})

When('{trader} asks to cancel it', async function (this: TradingFloor, trader: Trader) {
  trader.awaitLater(trader.cancel(trader.order.orderId))
  await this.venue.hasWaiting(1)
})

Then('{trader} has no answer yet', async function (this: TradingFloor, _: Trader) {
  const { position, clock } = await this.venue.state()
  const what = 'the number of changes, and of waiting requests,'
  mustBe(what, [position, clock.waitingRequests], [0, 1])
})

Then(
  '{trader} has no answer yet, and will have it in {span}',
  async function (this: TradingFloor, _: Trader, ms: number) {
    const { clock } = await this.venue.state()
    const { now, waitingRequests, requestsDueAt = '' } = clock
    const what = 'the number of waiting requests, and the time until they are answered,'
    mustBe(what, [waitingRequests, Date.parse(requestsDueAt) - Date.parse(now)], [1, ms])
  },
)

When(
  '{trader} looks {owner} order up meanwhile',
  async function (this: TradingFloor, trader: Trader, { order }: Trader) {
    trader.awaitLater(trader.find(order.orderId))
    await this.venue.hasWaiting(2)
  },
)

Then('{int} requests still wait', function (this: TradingFloor, count: number) {
  return this.venue.hasWaiting(count)
})

Then(
  '{trader} learns that {owner} order is {status}',
  async (trader: Trader, { name }: Trader, status: OrderStatus) => {
    const order = orderFrom(await trader.answer)
    mustBe(`the status of ${name}'s order in the answer`, order.orderStatus, status)
  },
)

Then('{trader} has received nothing', ({ name, listener }: Trader) => {
  mustBe(`the number of messages that ${name} received`, listener.received.length, 0)
})

Then('{trader} has her/his answer', async (trader: Trader) => {
  await trader.answer
})

Then(
  'it was executed at least {span} and at most {span} after it was placed',
  function (this: TradingFloor, soonestMs: number, latestMs: number) {
    return mustBeExecuted(this.placer, { soonestMs, latestMs })
  },
)

Then(
  'it was executed exactly {span} after it was placed',
  function (this: TradingFloor, afterMs: number) {
    return mustBeExecuted(this.placer, { soonestMs: afterMs, latestMs: afterMs })
  },
)

async function mustBeExecuted(
  placer: Trader,
  times: { readonly soonestMs: number; readonly latestMs: number },
): Promise<void> {
  const { orderId } = placer.order
  mustBeInTime(`order ${orderId}`, executedAfterMs(await placer.sees(orderId)), times)
}

Then('{trader} waited for less than {span}', ({ name, replies }: Trader, mostMs: number) => {
  const placed = replies.findLast(({ status }) => status === 201)
  const waitedMs = (replies.at(-1)?.receivedAt ?? Number.NaN) - (placed?.receivedAt ?? Number.NaN)
  must(waitedMs < mostMs, `${name} should wait less than ${mostMs} ms, but waited ${waitedMs} ms`)
})

/** Moves the scenario to a new venue with these settings. */
async function moveInto(floor: TradingFloor, draft: VenueDraft): Promise<void> {
  must(floor.everybody.length === 0, 'a trader has already acted in another venue')
  floor.venueUnderTest = await floor.open(draft)
}
