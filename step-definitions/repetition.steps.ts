import { Given, Then, When } from '@cucumber/cucumber'
import { summaryOf } from './support/client.ts'
import { must, mustBe } from './support/must.ts'
import {
  cancellationUnder,
  essenceOf,
  repeatUntilAnswered,
  saysInProgress,
  ticketUnder,
} from './support/repetition.ts'
import { orderFrom } from './support/reply-body.ts'
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
    must(before, 'the request was not sent before')
    const answers = `the repeated answer (${summaryOf(reply)}), as the first one,`
    mustBe(answers, essenceOf(reply), essenceOf(before))
    const marks = [before, reply].map((one) => one.headers.get('idempotent-replayed'))
    mustBe('the header Idempotent-Replayed of both answers', marks, [null, 'true'])
  },
)

Then(
  'each time {trader} gets the same order, or a refusal because the request is in progress',
  (trader: Trader) => {
    const answered = trader.latest.filter((reply) => !saysInProgress(trader, reply))
    const orderIds = answered.map((reply) => orderFrom(succeeded(reply)).orderId)
    const all = trader.latest.map(summaryOf).join('\n')
    must(new Set(orderIds).size === 1, `all answers should confirm the same order, but:\n${all}`)
    mustBe(`the number of ${trader.name}'s orders`, trader.orders.length, 1)
  },
)

Then('there is one order for {owner} ticket', async (trader: Trader) => {
  const { body = '' } = trader.lastRequest
  const listed = (await trader.ordersFor(body)).map(({ orderId }) => orderId)
  mustBe(`the orders listed for the ticket ${body}`, listed, [trader.order.orderId])
})
