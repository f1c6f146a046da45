import assert from 'node:assert/strict'
import { Given, Then, When } from '@cucumber/cucumber'
import type { PendingOrder, Ticket } from '../api/contract/orders.ts'
import { claimedFields } from './support/claim-checks.ts'
import { summaryOf } from './support/client.ts'
import { goodTicket, usualTicket } from './support/tickets.ts'
import { succeeded, type Trader } from './support/trader.ts'
import type { TradingFloor } from './support/world.ts'

Given('{trader} has checked a good ticket', async (trader: Trader) => {
  succeeded(await check(trader, goodTicket()))
})

When('{trader} checks a good ticket', (trader: Trader) => check(trader, goodTicket()))

When('{trader} checks a good ticket with dryRun {string}', (trader: Trader, dryRun: string) =>
  check(trader, goodTicket(), dryRun),
)

When('{trader} checks the ticket {text}', (trader: Trader, text: string) => check(trader, text))

When(
  '{trader} checks a ticket with the client order id of {owner} order',
  (trader: Trader, { clientOrderId }: Trader) =>
    check(trader, JSON.stringify({ ...usualTicket, clientOrderId })),
)

When('{trader} places that ticket', (trader: Trader) => trader.submit(trader.lastRequest.body))

Then('{trader} sees the PENDING order that it would become', (trader: Trader) => {
  const { status, text } = succeeded(trader.reply)
  const { orderStatus, version, symbol, side, quantity, clientOrderId } = JSON.parse(
    text,
  ) as PendingOrder
  const shown = { orderStatus, version, symbol, side, quantity, clientOrderId }
  const ticket = JSON.parse(trader.lastRequest.body ?? '') as Ticket
  const expected = {
    orderStatus: 'PENDING',
    version: 1,
    clientOrderId: undefined,
    ...ticket,
  } as const
  assert.equal(status, 200, summaryOf(trader.reply))
  assert.deepEqual(claimedFields(shown), claimedFields(expected))
})

Then(
  '{trader} receives nothing about the ticket that {trader} checked',
  async function (this: TradingFloor, { listener }: Trader, trader: Trader) {
    const { symbol } = JSON.parse(trader.lastRequest.body ?? '') as Ticket
    // Messages come in order: after one about a newer order, none about this ticket can follow.
    await this.receivesExactly([listener], [], [])
    const received = listener.received.filter(({ message }) => message.symbol === symbol)
    assert.deepEqual(received, [])
  },
)

const check = (trader: Trader, ticket: string, dryRun = 'true') =>
  trader.submit(ticket, 'application/json', `?dryRun=${dryRun}`)
