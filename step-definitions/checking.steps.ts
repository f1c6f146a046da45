import { Given, Then, When } from '@cucumber/cucumber'
import type { PendingOrder, Ticket } from '../api/contract/orders.ts'
import { mustMatch } from './support/claim-checks.ts'
import { summaryOf } from './support/client.ts'
import { must, mustBe } from './support/must.ts'
import { goodTicket, hasMark, markOf, usualTicket } from './support/tickets.ts'
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
  must(status === 200, `a check should be answered with 200, but: ${summaryOf(trader.reply)}`)
  mustMatch('the checked order should match its ticket', shown, expected)
})

Then(
  '{trader} receives nothing about the ticket that {trader} checked',
  async function (this: TradingFloor, { name, listener }: Trader, trader: Trader) {
    const mark = markOf(trader.lastRequest.body ?? '')
    // Messages come in order: after one about a newer order, none about this ticket can follow.
    await this.receivesExactly([listener], [], [])
    const received = listener.received.filter(({ message }) => hasMark(message, mark))
    const orderIds = received.map(({ message }) => message.orderId)
    mustBe(`what ${name} receives about the checked ticket`, orderIds, [])
  },
)

const check = (trader: Trader, ticket: string, dryRun = 'true') =>
  trader.submit(ticket, 'application/json', `?dryRun=${dryRun}`)
