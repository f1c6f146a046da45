import assert from 'node:assert/strict'
import { Given, Then, When } from '@cucumber/cucumber'
import type { Order, OrderStatus, Ticket } from '../api/contract/orders.ts'
import { claimedTicketFields, largestPage } from './support/claim-checks.ts'
import { ownClientOrderIdField } from './support/tickets.ts'
import { times } from './support/times.ts'
import { succeeded, type Trader } from './support/trader.ts'
import type { TradingFloor } from './support/world.ts'

Given(
  '{trader} has\\ placed/places {int} orders, one after the other',
  async (trader: Trader, count: number) => {
    for (let placed = 0; placed < count; placed += 1) await trader.hasPlaced()
  },
)

Given(
  '{trader} has placed {int} orders, one after the other, in a symbol that nobody else trades',
  async function (this: TradingFloor, trader: Trader, count: number) {
    for (let placed = 0; placed < count; placed += 1) {
      await trader.hasPlaced({ symbol: this.ownSymbol })
    }
  },
)

Given(
  '{trader} has placed {int} orders at the same moment in a symbol that nobody else trades',
  async function (this: TradingFloor, trader: Trader, count: number) {
    const { ownSymbol: symbol } = this
    await Promise.all(times(count, () => trader.hasPlaced({ symbol })))
  },
)

Given('{trader} has placed orders in {symbols}', async (trader: Trader, symbols: string[]) => {
  for (const symbol of symbols) await trader.hasPlaced({ symbol })
})

// The PENDING one comes last: it must still be PENDING when the listing is read.
async function hasOneInEachStatus(trader: Trader, ticket: Partial<Ticket> = {}): Promise<void> {
  const named = () => ({ ...ticket, ...ownClientOrderIdField() })
  const { orderId } = await trader.hasPlaced(named())
  await trader.has('CANCELLED', named())
  await trader.awaitExecution(orderId)
  await trader.has('PENDING', named())
}

Given('{trader} has one order in each status', (trader: Trader) => hasOneInEachStatus(trader))

Given(
  '{trader} has one order in each status in a symbol that nobody else trades',
  function (this: TradingFloor, trader: Trader) {
    return hasOneInEachStatus(trader, { symbol: this.ownSymbol })
  },
)

Given(
  '{trader} has a/an {status} order in a symbol that nobody else trades',
  function (this: TradingFloor, trader: Trader, status: OrderStatus) {
    return trader.has(status, { symbol: this.ownSymbol })
  },
)

Given('{trader} has placed an order in that symbol', function (this: TradingFloor, trader: Trader) {
  return trader.hasPlaced({ symbol: this.ownSymbol })
})

When('{trader} looks it up', (trader: Trader) => trader.find(trader.order.orderId))

When('{trader} looks it up with the unknown parameter {string}', (trader: Trader, name: string) =>
  trader.find(trader.order.orderId, `?${name}=1`),
)

When('{trader} looks up all of her/his orders at the same moment', (trader: Trader) =>
  trader.together(trader.orderIds.map((orderId) => trader.find(orderId))),
)

When('{trader} looks up the order {string}', (trader: Trader, orderId: string) =>
  trader.find(orderId),
)

Given('{trader} has listed the latest orders', async (trader: Trader) => {
  succeeded(await trader.list(largestPage()))
})

When('{trader} lists the latest orders', (trader: Trader) => trader.list(largestPage()))

When(
  '{trader} places {int} orders, and {trader} lists the latest orders after each',
  async (placer: Trader, count: number, reader: Trader) => {
    for (let placed = 0; placed < count; placed += 1) {
      await placer.hasPlaced()
      succeeded(await reader.list(largestPage()))
    }
  },
)

When('{trader} lists the {status} orders', (trader: Trader, status: OrderStatus) =>
  trader.list({ orderStatus: status, ...largestPage() }),
)

When('{trader} lists the orders in {symbol}', (trader: Trader, symbol: string) =>
  trader.list({ symbol, ...largestPage() }),
)

When(
  '{trader} lists the orders with {owner} client order id',
  (trader: Trader, { clientOrderId }: Trader) => trader.list({ clientOrderId }),
)

When(
  '{trader} lists the orders in {symbol} with {owner} client order id',
  (trader: Trader, symbol: string, { clientOrderId }: Trader) =>
    trader.list({ symbol, clientOrderId }),
)

When(
  '{trader} lists the CANCELLED orders with the client order id of {owner} EXECUTED order',
  (trader: Trader, owner: Trader) =>
    trader.list({ orderStatus: 'CANCELLED', clientOrderId: `${owner.orders[0]?.clientOrderId}` }),
)

When(
  '{trader} lists the orders with {word} {string}',
  (trader: Trader, parameter: string, value: string) => trader.list({ [parameter]: value }),
)

When(
  '{trader} lists the {status} orders in that symbol',
  function (this: TradingFloor, trader: Trader, orderStatus: OrderStatus) {
    return trader.list({ orderStatus, symbol: this.ownSymbol, ...largestPage() })
  },
)

When(
  '{trader} pages through the orders in that symbol, {int} orders a page',
  function (this: TradingFloor, trader: Trader, limit: number) {
    return trader.readAllPages({ symbol: this.ownSymbol, limit: `${limit}` })
  },
)

When(
  '{trader} pages through the orders in that symbol',
  function (this: TradingFloor, trader: Trader) {
    return trader.readAllPages({ symbol: this.ownSymbol })
  },
)

When(
  '{trader} pages through the orders in that symbol, {int} orders a page, while {trader} places more orders in it',
  async function (this: TradingFloor, reader: Trader, limit: number, placer: Trader) {
    const symbol = this.ownSymbol
    await reader.readAllPages({ symbol, limit: `${limit}` }, () => placer.hasPlaced({ symbol }))
  },
)

When(
  '{trader} pages through the {status} orders in that symbol, {int} orders a page, while they are executed',
  async function (this: TradingFloor, trader: Trader, orderStatus: OrderStatus, limit: number) {
    await trader.readAllPages({ symbol: this.ownSymbol, orderStatus, limit: `${limit}` }, () =>
      Promise.all(trader.orderIds.map((orderId) => trader.awaitExecution(orderId))),
    )
  },
)

Then(
  '{trader} sees it as {status}, after {int} change(s)',
  (trader: Trader, status: OrderStatus, changes: number) => {
    const { headers, text } = succeeded(trader.reply)
    const { orderId, orderStatus, version } = JSON.parse(text) as Order
    assert.deepEqual([orderId, orderStatus, version], [trader.order.orderId, status, changes])
    assert.equal(headers.get('etag'), `"${changes}"`)
  },
)

Then('{trader} sees it as {status}', (trader: Trader, status: OrderStatus) => {
  const { orderId, orderStatus } = JSON.parse(succeeded(trader.reply).text) as Order
  assert.deepEqual([orderId, orderStatus], [trader.order.orderId, status])
})

Then(
  '{trader} sees that each order matches its own ticket',
  ({ latest, orders, replies }: Trader) => {
    const placements = replies.filter(({ method }) => method === 'POST')
    const tickets = new Map(
      placements.map(({ text, body = '' }) => [
        (JSON.parse(text) as Order).orderId,
        JSON.parse(body) as Ticket,
      ]),
    )
    assert.deepEqual(
      latest.map((reply) => ticketOf(JSON.parse(succeeded(reply).text) as Order)),
      orders.map(({ orderId }) => ({
        orderId,
        ...claimedTicketFields(tickets.get(orderId) as Ticket),
      })),
    )
  },
)

Then(
  '{trader} sees each of her/his orders once: {statuses}',
  (trader: Trader, expected: OrderStatus[]) => {
    const seen = trader.orders.map(({ orderId, symbol, quantity }) => {
      const listed = trader.pages.flat().filter((order) => order.orderId === orderId)
      assert.deepEqual(
        listed.map((order) => [order.symbol, order.quantity]),
        [[symbol, quantity]],
      )
      return listed[0]?.orderStatus
    })
    assert.deepEqual(seen, expected)
  },
)

Then('each time {trader} sees all of {owner} orders so far', (reader: Trader, owner: Trader) => {
  const own = new Set(owner.orderIds)
  const listed = reader.replies.map(({ text }) => JSON.parse(text) as Order[])
  assert.deepEqual(
    listed.map((orders) => orders.filter(({ orderId }) => own.has(orderId)).length),
    owner.orderIds.map((_, nth) => nth + 1),
  )
})

Then('{trader} sees her/his {int} orders, the newest first', (trader: Trader, count: number) => {
  assert.deepEqual(ownSeenBy(trader), trader.orderIds.toReversed())
  assert.equal(trader.orderIds.length, count)
})

Then('every order listed is {status}', function (this: TradingFloor, status: OrderStatus) {
  const statuses = this.lastNamed.pages.flat().map(({ orderStatus }) => orderStatus)
  assert.deepEqual(new Set(statuses), new Set([status]))
})

Then('every order listed is in {symbol}', function (this: TradingFloor, listed: string) {
  const symbols = this.lastNamed.pages.flat().map(({ symbol }) => symbol)
  assert.deepEqual(new Set(symbols), new Set([listed]))
})

Then(
  'of {owner} own orders {trader} sees only the {status} one',
  (owner: Trader, _: Trader, status: OrderStatus) => {
    const position = { EXECUTED: 0, CANCELLED: 1, PENDING: 2 }[status]
    assert.deepEqual(ownSeenBy(owner), [owner.orderIds[position]])
  },
)

Then(
  'of {owner} own orders {trader} sees only the first and the third',
  (owner: Trader, _: Trader) => {
    const [first, , third] = owner.orderIds
    assert.deepEqual(ownSeenBy(owner), [third, first])
  },
)

Then('{trader} sees {owner} (last )order and no other', (reader: Trader, owner: Trader) => {
  const seen = reader.pages.flat().map(({ orderId }) => orderId)
  assert.deepEqual(seen, [owner.order.orderId])
})

Then(
  '{trader} sees {owner} order once, as {status}',
  (reader: Trader, { order }: Trader, status: OrderStatus) => {
    const seen = reader.pages.flat().filter(({ orderId }) => orderId === order.orderId)
    assert.deepEqual(
      seen.map(({ orderStatus }) => orderStatus),
      [status],
    )
  },
)

Then(
  'no order in that symbol is {status}',
  async function (this: TradingFloor, orderStatus: OrderStatus) {
    const { ownSymbol: symbol } = this
    assert.deepEqual(await this.placer.listed({ symbol, orderStatus }), [])
  },
)

Then('{trader} sees no order', (trader: Trader) => {
  assert.deepEqual(trader.pages, [[]])
})

Then('{trader} saw pages/one\\ page of {counts} order(s)', (trader: Trader, counts: number[]) => {
  assert.deepEqual(
    trader.pages.map((page) => page.length),
    counts,
  )
})

Then(
  '{trader} saw each of her/his {int} orders once, the newest first',
  (trader: Trader, count: number) => {
    const seen = trader.pages.flat().map(({ orderId }) => orderId)
    assert.deepEqual(seen, trader.orderIds.toReversed())
    assert.equal(seen.length, count)
  },
)

const ticketOf = (order: Order) => ({ orderId: order.orderId, ...claimedTicketFields(order) })

/** The reader's own orders on the pages, which may list those of other traders too. */
function ownSeenBy(reader: Trader): string[] {
  const own = new Set(reader.orderIds)
  return reader.pages.flat().flatMap(({ orderId }) => (own.has(orderId) ? [orderId] : []))
}
