import assert from 'node:assert/strict'
import { Given, Then, When } from '@cucumber/cucumber'
import type { Order, OrderStatus, Ticket } from '../api/contract/orders.ts'
import { claimedFields, claimedTicketFields, whereClaimed } from './support/claim-checks.ts'
import { type Reply, summaryOf } from './support/client.ts'
import { orderIn } from './support/listener.ts'
import { must } from './support/must.ts'
import { executedAfterMs } from './support/order-times.ts'
import { executionDelay } from './support/settings.ts'
import { goodTicket, ownClientOrderId } from './support/tickets.ts'
import { times } from './support/times.ts'
import { areConfirmed, locationOf, pathOf, succeeded, type Trader } from './support/trader.ts'
import type { TradingFloor } from './support/world.ts'

type Side = Ticket['side']

Given(
  '{trader} has placed an order to {side} {quantity} {symbol}',
  (trader: Trader, side: Side, quantity: number, symbol: string) =>
    trader.hasPlaced({ side, quantity, symbol }),
)

Given(
  '{trader} has placed an order with a client order id of {int} characters',
  (trader: Trader, length: number) => trader.hasPlaced({ clientOrderId: ownClientOrderId(length) }),
)

Given(
  '{trader} has a/an {status} order with a client order id of {int} characters',
  (trader: Trader, status: OrderStatus, length: number) =>
    trader.has(status, { clientOrderId: ownClientOrderId(length) }),
)

Given(
  '{trader} has placed an order with the client order id of {owner} order in capitals',
  (trader: Trader, owner: Trader) =>
    trader.hasPlaced({ clientOrderId: owner.clientOrderId.toUpperCase() }),
)

Given('{trader} has a/an {status} order', (trader: Trader, status: OrderStatus) =>
  trader.has(status),
)

When(
  '{owner} new order with a client order id of {int} characters is {status}',
  (trader: Trader, length: number, status: OrderStatus) =>
    trader.has(status, { clientOrderId: ownClientOrderId(length) }),
)

When(
  '{owner} new order to {side} {quantity} {symbol} is {status}',
  (trader: Trader, side: Side, quantity: number, symbol: string, status: OrderStatus) =>
    trader.has(status, { side, quantity, symbol }),
)

When('{owner} new order is {status}', (trader: Trader, status: OrderStatus) => trader.has(status))

When(
  '{trader} places an order to {side} {quantity} {symbol}',
  (trader: Trader, side: Side, quantity: number, symbol: string) =>
    trader.place({ side, quantity, symbol }),
)

When(
  '{trader} places an order with a client order id of {int} characters',
  (trader: Trader, length: number) => trader.place({ clientOrderId: ownClientOrderId(length) }),
)

When(
  '{trader} places an order with a client order id of {int} characters, including . _ : and -',
  (trader: Trader, length: number) =>
    trader.place({ clientOrderId: `._:-${ownClientOrderId(length - 4)}` }),
)

When('{trader} places an order without a client order id', (trader: Trader) => trader.place())

When(
  '{trader} places an order with the client order id of {owner} order',
  (trader: Trader, owner: Trader) => trader.place({ clientOrderId: owner.clientOrderId }),
)

When(
  '{trader} places an order with the client order id of {owner} order in capitals',
  (trader: Trader, owner: Trader) =>
    trader.place({ clientOrderId: owner.clientOrderId.toUpperCase() }),
)

When(
  '{trader} places {int} orders at once with one client order id',
  (trader: Trader, count: number) => {
    const clientOrderId = ownClientOrderId(12)
    return trader.together(times(count, () => trader.place({ clientOrderId })))
  },
)

When('{trader} places {int} orders at the same moment', (trader: Trader, count: number) =>
  trader.together(times(count, () => trader.place())),
)

Given(
  '{trader} has submitted {int} different tickets at the same moment',
  async (trader: Trader, count: number) => {
    for (const reply of await submitTickets(trader, count)) succeeded(reply)
  },
)

When('{trader} submits {int} different tickets at the same moment', submitTickets)

When(
  '{trader} has\\ waited/waits until {owner} order(s) is/was/were EXECUTED',
  (trader: Trader, { orderIds }: Trader) =>
    Promise.all(orderIds.map((orderId) => trader.awaitExecution(orderId))),
)

Then('{owner} order is {status}', async (trader: Trader, status: OrderStatus) => {
  assert.equal((await trader.sees(trader.order.orderId)).orderStatus, status)
})

Then('{owner} order is not {status}', async (trader: Trader, status: OrderStatus) => {
  assert.notEqual((await trader.sees(trader.order.orderId)).orderStatus, status)
})

Then('{owner} order is confirmed as PENDING', (trader: Trader) => {
  const reply = succeeded(trader.reply)
  const { orderId, orderStatus, version } = trader.order
  assert.deepEqual([reply.status, orderStatus], [201, 'PENDING'])
  whereClaimed('versions', () =>
    assert.deepEqual([version, locationOf(reply)], [1, pathOf(orderId)]),
  )
})

Then('each of {owner} {int} orders is confirmed as PENDING', areConfirmed)

Then(
  'it is an order to {side} {quantity} {symbol}',
  function (this: TradingFloor, side: Side, quantity: number, symbol: string) {
    const { order } = this.placer
    const shown = { side: order.side, quantity: order.quantity, symbol: order.symbol }
    assert.deepEqual(claimedFields(shown), claimedFields({ side, quantity, symbol }))
  },
)

Then(
  'anyone who looks it up sees an order to {side} {quantity} {symbol}',
  async function (this: TradingFloor, side: Side, quantity: number, symbol: string) {
    const { orderId } = this.placer.order
    const seen = await this.trader('Carol').sees(orderId)
    const shown = {
      orderId: seen.orderId,
      side: seen.side,
      quantity: seen.quantity,
      symbol: seen.symbol,
    }
    assert.deepEqual(claimedFields(shown), claimedFields({ orderId, side, quantity, symbol }))
  },
)

Then('each order matches its own ticket', function (this: TradingFloor) {
  const { latest } = this.placer
  const orders = latest.map(({ text }) => claimedTicketFields(JSON.parse(text) as Order))
  const tickets = latest.map(({ body = '' }) => claimedTicketFields(JSON.parse(body) as Ticket))
  assert.deepEqual(orders, tickets)
})

Then('anyone who looks it up sees the order as confirmed', async function (this: TradingFloor) {
  const { order } = this.placer
  const seen = await this.trader('Carol').sees(order.orderId)
  assert.deepEqual(claimedFields(seen), claimedFields(order))
})

Then('{trader} has {int} different orders', (trader: Trader, count: number) => {
  assert.equal(new Set(trader.orderIds).size, count)
})

Then('it has all {int} characters of {owner} client order id', (length: number, trader: Trader) => {
  const { clientOrderId } = JSON.parse(trader.reply.body ?? '') as Ticket
  assert.equal(trader.order.clientOrderId, clientOrderId)
  assert.equal(clientOrderId?.length, length)
})

Then(
  'every message {trader} received about it has {owner} client order id',
  ({ listener }: Trader, owner: Trader) => {
    const received = listener
      .messagesAbout(owner.order.orderId)
      .map((message) => orderIn(message).clientOrderId)
    assert.deepEqual(new Set(received), new Set([owner.clientOrderId]))
  },
)

Then('it has no client order id', function (this: TradingFloor) {
  must(!('clientOrderId' in this.placer.order), `it has ${this.placer.order.clientOrderId}`)
})

Then('exactly one of them is accepted', function (this: TradingFloor) {
  const { latest } = this.placer
  const accepted = latest.filter(({ status }) => status === 201)
  assert.equal(accepted.length, 1, latest.map(summaryOf).join('\n'))
})

Then(
  'it was executed between the shortest and the longest execution delay, at most {float} s late',
  async function (this: TradingFloor, allowanceS: number) {
    const delayMs = executedAfterMs(await this.placer.sees(this.placer.order.orderId))
    must(delayMs >= executionDelay.shortestMs, `it was executed after only ${delayMs} ms`)
    const latestMs = executionDelay.longestMs + allowanceS * 1000
    must(delayMs <= latestMs, `it was executed only after ${delayMs} ms`)
  },
)

/** Submits tickets that all differ. */
function submitTickets(trader: Trader, count: number): Promise<Reply[]> {
  return trader.together(times(count, () => trader.submit(goodTicket())))
}
