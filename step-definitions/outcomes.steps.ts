import { defineParameterType, Given, Then, When } from '@cucumber/cucumber'
import type { OrderStatus } from '../api/contract/orders.ts'
import { must, mustBe } from './support/must.ts'
import { shouldBe } from './support/order-times.ts'
import { usualTicket } from './support/tickets.ts'
import { placementOf, type Trader } from './support/trader.ts'
import type { TradingFloor } from './support/world.ts'

/** The orders that a rule applies to, in the terms of the control API. */
type Tickets = { readonly match: object; readonly lifetime: { readonly times?: number } }

const some =
  '(?:the (\\d+)(?:st|nd|rd|th) order|(the next)(?: (\\d+))? orders?|(\\d+) % of orders|orders)'
const such =
  '(?: to (BUY|SELL))?(?: in ([\\d./-]*[A-Z][A-Z0-9./-]*))?(?: of (\\d+) to (\\d+))?(?: named "([^"]+)")?'

defineParameterType({
  name: 'tickets',
  regexp: new RegExp(some + such),
  transformer: ticketsIn,
})

Given(
  'the venue will execute {tickets} after {span}',
  function (this: TradingFloor, tickets: Tickets, afterMs: number) {
    return decide(this, tickets, { does: 'execute', afterMs })
  },
)

Given('the venue will hold {tickets}', function (this: TradingFloor, tickets: Tickets) {
  return decide(this, tickets, { does: 'hold' })
})

Given('the venue will reject {tickets}', function (this: TradingFloor, tickets: Tickets) {
  return decide(this, tickets, { does: 'cancel' })
})

Given(
  'the venue will reject {tickets} for {text}',
  function (this: TradingFloor, tickets: Tickets, reason: string) {
    return decide(this, tickets, { does: 'cancel', reason })
  },
)

Given(
  'the venue will reject {tickets} after {span} for {text}',
  function (this: TradingFloor, tickets: Tickets, afterMs: number, reason: string) {
    return decide(this, tickets, { does: 'cancel', afterMs, reason })
  },
)

Given(
  'for the next {span} the venue will reject {tickets}',
  async function (this: TradingFloor, ms: number, { match }: Tickets) {
    const { clock } = await this.venue.state()
    const expiresAt = new Date(Date.parse(clock.now) + ms).toISOString()
    await this.venue.addRule('outcomes', { match, outcome: { does: 'cancel' }, expiresAt })
  },
)

Given('{trader} has placed an order named {string}', (trader: Trader, clientOrderId: string) =>
  trader.hasPlaced({ clientOrderId }),
)

When(
  '{trader} places an order that is to be executed after {span}',
  function (this: TradingFloor, trader: Trader, afterMs: number) {
    return placeWith(`execute; after=${afterMs}`, this, trader)
  },
)

When('{trader} places an order that is to be held', function (this: TradingFloor, trader: Trader) {
  return placeWith('hold', this, trader)
})

When(
  '{trader} places an order that is to be rejected after {span} for {text}',
  function (this: TradingFloor, trader: Trader, afterMs: number, reason: string) {
    return placeWith(`cancel; after=${afterMs}; reason="${reason}"`, this, trader)
  },
)

When(
  '{trader} places an order with the outcome {string}',
  function (this: TradingFloor, trader: Trader, outcome: string) {
    return placeWith(outcome, this, trader)
  },
)

Then('{owner} order is CANCELLED by the venue for {text}', (trader: Trader, reason: string) =>
  seesCancelled(trader, 'VENUE', reason),
)

Then('{owner} order is CANCELLED by its trader', (trader: Trader) =>
  seesCancelled(trader, 'TRADER'),
)

Then('{owner} orders are {statuses}', async (trader: Trader, expected: OrderStatus[]) => {
  const orders = await trader.seesAll()
  mustBe(`the number of ${trader.name}'s orders`, orders.length, expected.length)
  for (const [nth, { orderId, orderStatus }] of orders.entries()) {
    mustBe(
      `order ${orderId}, ${trader.name}'s ${nth + 1} of ${orders.length},`,
      orderStatus,
      expected[nth],
    )
  }
})

Then(
  '{int} of {owner} {int} orders are {status}, give or take {int}',
  async (count: number, trader: Trader, of: number, status: OrderStatus, allowance: number) => {
    const orders = await trader.seesAll()
    const found = orders.filter(({ orderStatus }) => orderStatus === status).length
    mustBe(`the number of ${trader.name}'s orders`, orders.length, of)
    const range = `${count} ± ${allowance}`
    must(
      Math.abs(found - count) <= allowance,
      `${range} of ${of} orders should be ${status}, but ${found} are`,
    )
  },
)

const decide = ({ venue }: TradingFloor, { match, lifetime }: Tickets, outcome: object) =>
  venue.addRule('outcomes', { match, outcome, ...lifetime })

/** Places an order that states its outcome in the header `Outcome`. */
function placeWith(outcome: string, { venue }: TradingFloor, trader: Trader) {
  venue.acceptAnyDelay()
  return trader.send({ ...placementOf(JSON.stringify(usualTicket)), fields: { outcome } })
}

/** Reads the groups that `some` and `such` capture. */
function ticketsIn(...groups: (string | undefined)[]): Tickets {
  const [nth, next, count = '1', percent, side, symbol, min, max, clientOrderId] = groups
  return {
    match: {
      ...(nth && { nth: Number(nth) }),
      ...(percent && { probability: Number(percent) / 100 }),
      ...(side && { side }),
      ...(symbol && { symbol }),
      ...(min && { quantity: { min: Number(min), max: Number(max) } }),
      ...(clientOrderId && { clientOrderId }),
    },
    lifetime: next ? { times: Number(count) } : {},
  }
}

async function seesCancelled(trader: Trader, by: string, why?: string): Promise<void> {
  const order = await trader.sees(trader.order.orderId)
  must(order.orderStatus === 'CANCELLED', shouldBe('CANCELLED', order))
  const { orderId, cancelledBy, reason } = order
  mustBe(`who cancelled order ${orderId}, and for what,`, [cancelledBy, reason], [by, why])
}
