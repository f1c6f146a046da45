import { Given, Then, When } from '@cucumber/cucumber'
import type { Order, OrderStatus, Ticket } from '../api/contract/orders.ts'
import { mustMatch, showsNothing, ticketIn, whereClaimed } from './support/claim-checks.ts'
import { type Reply, summaryOf } from './support/client.ts'
import { orderIn } from './support/listener.ts'
import { must, mustBe } from './support/must.ts'
import { NotJudged } from './support/no-verdict.ts'
import { executedAfterMs, mustBeInTime } from './support/order-times.ts'
import { orderFrom } from './support/reply-body.ts'
import { executionDelay } from './support/settings.ts'
import { differentTickets, goodTicket, ownClientOrderId } from './support/tickets.ts'
import { times } from './support/times.ts'
import {
  areConfirmed,
  confirmedBy,
  locationOf,
  pathOf,
  succeeded,
  type Trader,
} from './support/trader.ts'
import type { TradingFloor } from './support/world.ts'

type Side = Ticket['side']

Given(
  '{trader} has placed an order to {side} {quantity} {symbol}',
  (trader: Trader, side: Side, quantity: number, symbol: string) =>
    trader.hasPlaced({ side, quantity, symbol }),
)

Given('{trader} has placed an order with a good ticket', async (trader: Trader) => {
  confirmedBy(await trader.submit(goodTicket()))
})

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
    for (const reply of await submitTickets(trader, count)) confirmedBy(reply)
  },
)

When('{trader} submits {int} different tickets at the same moment', submitTickets)

When(
  '{trader} has\\ waited/waits until {owner} order(s) is/was/were EXECUTED',
  (trader: Trader, { orderIds }: Trader) =>
    Promise.all(orderIds.map((orderId) => trader.awaitExecution(orderId))),
)

Then('{owner} order is {status}', async (trader: Trader, status: OrderStatus) => {
  const { orderId, orderStatus } = await trader.sees(trader.order.orderId)
  mustBe(`order ${orderId}`, orderStatus, status)
})

Then('{owner} order is not {status}', async (trader: Trader, status: OrderStatus) => {
  const { orderId, orderStatus } = await trader.sees(trader.order.orderId)
  must(orderStatus !== status, `order ${orderId} should not be ${status}, but is`)
})

Then('{owner} order is confirmed as PENDING', (trader: Trader) => {
  const { reply } = trader
  const { orderId, orderStatus, version } = confirmedBy(reply)
  mustBe(`order ${orderId}, when it is confirmed,`, orderStatus, 'PENDING')
  whereClaimed('versions', () => {
    mustBe(`the version of order ${orderId}, when it is confirmed,`, version, 1)
    mustBe(`the Location of order ${orderId}`, locationOf(reply), pathOf(orderId))
  })
})

Then('each of {owner} {int} orders is confirmed as PENDING', areConfirmed)

Then(
  'it is an order to {side} {quantity} {symbol}',
  async function (this: TradingFloor, side: Side, quantity: number, symbol: string) {
    const order = await this.placer.inFull(this.placer.order)
    const what = `order ${order.orderId} should be to ${side} ${quantity} ${symbol}`
    mustMatch(what, tickets(order), { side, quantity, symbol })
  },
)

Then(
  'anyone who looks it up sees an order to {side} {quantity} {symbol}',
  async function (this: TradingFloor, side: Side, quantity: number, symbol: string) {
    const { orderId } = this.placer.order
    const seen = await this.trader('Carol').sees(orderId)
    if (showsNothing(seen)) throw new NotJudged(nothingShown)
    const what = `order ${orderId}, looked up, should be to ${side} ${quantity} ${symbol}`
    mustMatch(
      what,
      { orderId: seen.orderId, ...tickets(seen) },
      { orderId, side, quantity, symbol },
    )
  },
)

Then('each order matches its own ticket', async function (this: TradingFloor) {
  const { placer } = this
  const check = async (reply: Reply) => matchesTicket(await placer.inFull(orderFrom(reply)), reply)
  await Promise.all(placer.latest.map(check))
})

Then(
  '{trader} sees that each order matches its own ticket',
  ({ latest, replies, orderIds }: Trader) => {
    const placements = replies.filter(({ status }) => status === 201)
    const placementOf = new Map(placements.map((reply) => [orderFrom(reply).orderId, reply]))
    const seen = latest.map((reply) => orderFrom(succeeded(reply)))
    if (seen.every(showsNothing)) throw new NotJudged(nothingShown)
    for (const [nth, order] of seen.entries()) {
      const orderId = orderIds[nth] ?? ''
      mustBe(`the id of the order that is looked up as ${orderId}`, order.orderId, orderId)
      matchesTicket(order, placementOf.get(orderId))
    }
  },
)

Then('anyone who looks it up sees the order as confirmed', async function (this: TradingFloor) {
  const { order } = this.placer
  const seen = await this.trader('Carol').sees(order.orderId)
  mustMatch(`order ${order.orderId}, looked up, should be as confirmed`, seen, order)
})

Then('{trader} has {int} different orders', (trader: Trader, count: number) => {
  mustBe(`the number of different order ids that ${trader.name} got`, trader.orders.length, count)
})

Then('it has all {int} characters of {owner} client order id', (length: number, trader: Trader) => {
  const { clientOrderId } = JSON.parse(trader.reply.body ?? '') as Ticket
  const what = `the client order id of order ${trader.order.orderId}`
  mustBe(what, trader.order.clientOrderId, clientOrderId)
  mustBe(`the length of ${what}`, clientOrderId?.length, length)
})

Then(
  'every message {trader} received about it has {owner} client order id',
  ({ listener }: Trader, owner: Trader) => {
    const received = listener
      .messagesAbout(owner.order.orderId)
      .map((message) => orderIn(message).clientOrderId)
    const what = `the client order id in every message about order ${owner.order.orderId}`
    mustBe(what, [...new Set(received)], [owner.clientOrderId])
  },
)

Then('it has no client order id', function (this: TradingFloor) {
  const { orderId, clientOrderId } = this.placer.order
  mustBe(`order ${orderId}`, clientOrderId, undefined, 'have')
})

Then('exactly one of them is accepted', function (this: TradingFloor) {
  const { latest } = this.placer
  const accepted = latest.filter(({ status }) => status === 201)
  const what = 'exactly one of the tickets with this client order id should be accepted'
  must(accepted.length === 1, `${what}, but: ${latest.map(summaryOf).join('\n')}`)
})

Then(
  'it was executed between the shortest and the longest execution delay, at most {float} s late',
  async function (this: TradingFloor, allowanceS: number) {
    const { placer } = this
    const look = async () => executedAfterMs(await placer.sees(placer.order.orderId))
    let delayMs = await look()
    this.noteTiming(async () => {
      await placer.has('EXECUTED')
      delayMs = await look()
    })
    await this.checkTiming(() =>
      mustBeInTime(`order ${placer.order.orderId}, by its own times,`, delayMs, {
        soonestMs: executionDelay.shortestMs,
        latestMs: executionDelay.longestMs + allowanceS * 1000,
      }),
    )
  },
)

/** Submits tickets that all differ. */
function submitTickets(trader: Trader, count: number): Promise<Reply[]> {
  return trader.together(differentTickets(count).map((ticket) => trader.submit(ticket)))
}

const tickets = ({ side, quantity, symbol }: Order) => ({ side, quantity, symbol })

const nothingShown = 'a lookup shows no symbol, side or quantity, so none can be compared'

/** Throws unless an order is what the ticket in its placement asks for. */
function matchesTicket(order: Order, placement: Reply | undefined): void {
  const ticket = placement?.body ?? '{}'
  const what = `order ${order.orderId} should match its ticket ${ticket}`
  mustMatch(what, ticketIn(order), ticketIn(JSON.parse(ticket) as Ticket))
}
