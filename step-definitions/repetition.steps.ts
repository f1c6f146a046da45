import assert from 'node:assert/strict'
import { Given, Then, When } from '@cucumber/cucumber'
import type { Order } from '../api/contract/orders.ts'
import { summaryOf } from './support/client.ts'
import {
  cancellationUnder,
  essenceOf,
  repeatUntilAnswered,
  saysInProgress,
  ticketUnder,
} from './support/repetition.ts'
import { rawTicket } from './support/tickets.ts'
import { times } from './support/times.ts'
import { succeeded, type Trader } from './support/trader.ts'

Given('{trader} got no answer to the ticket that she/he submitted with a key', (trader: Trader) =>
  trader.sendAndDisconnect(ticketUnder(trader.key)),
)

Given('{trader} has placed an order with a key', async (trader: Trader) => {
  succeeded(await trader.send(ticketUnder(trader.key)))
})

Given('{trader} has cancelled an order with a key', async (trader: Trader) => {
  const { orderId } = await trader.hasPlaced()
  succeeded(await trader.send(cancellationUnder(trader.key, orderId)))
})

Given('{trader} was refused when she/he cancelled it with a key', async (trader: Trader) => {
  trader.refusal(await trader.send(cancellationUnder(trader.key, trader.order.orderId)))
})

Given(
  '{trader} was refused when she/he submitted a bad ticket with a key',
  async (trader: Trader) => {
    trader.refusal(await trader.send(ticketUnder(trader.key, rawTicket('quantity', '0'))))
  },
)

When('{trader} repeats the request', (trader: Trader) => trader.send(trader.lastRequest))

When('{trader} repeats the request until she/he gets an answer', (trader: Trader) =>
  repeatUntilAnswered(trader, trader.lastRequest),
)

When('{trader} submits another ticket with the same key', (trader: Trader) =>
  trader.send(ticketUnder(trader.key)),
)

When('{trader} cancels it with the same key', (trader: Trader) =>
  trader.send(cancellationUnder(trader.key, trader.order.orderId)),
)

When(
  '{trader} submits a ticket {int} times at once with one key',
  (trader: Trader, count: number) => {
    const request = ticketUnder(trader.key)
    return trader.together(times(count, () => trader.send(request)))
  },
)

When('{trader} submits a ticket with the key {string}', (trader: Trader, key: string) =>
  trader.send(ticketUnder(key)),
)

Then(
  '{trader} gets the same answer as before, marked as a repetition',
  ({ replies, reply }: Trader) => {
    const before = replies.at(-2)
    assert.deepEqual(essenceOf(reply), before && essenceOf(before))
    const marks = [before, reply].map((one) => one?.headers.get('idempotent-replayed'))
    assert.deepEqual(marks, [null, 'true'], summaryOf(reply))
  },
)

Then(
  'each time {trader} gets the same order, or a refusal because the request is in progress',
  (trader: Trader) => {
    const answered = trader.latest.filter((reply) => !saysInProgress(trader, reply))
    const orders = answered.map((reply) => JSON.parse(succeeded(reply).text) as Order)
    assert.deepEqual(new Set(orders.map(({ orderId }) => orderId)), new Set(trader.orderIds))
    assert.equal(trader.orders.length, 1, trader.latest.map(summaryOf).join('\n'))
  },
)

Then('there is one order for {owner} ticket', async (trader: Trader) => {
  const orders = await trader.ordersFor(trader.lastRequest.body ?? '')
  assert.deepEqual(
    orders.map(({ orderId }) => orderId),
    trader.orderIds,
  )
  assert.equal(orders.length, 1)
})
