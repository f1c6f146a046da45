import { Given, Then, When } from '@cucumber/cucumber'
import type { Order, OrderStatus, Ticket } from '../api/contract/orders.ts'
import { largestPage, mustMatch } from './support/claim-checks.ts'
import { must, mustBe } from './support/must.ts'
import { orderFrom } from './support/reply-body.ts'
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

When(
  '{trader} has\\ listed/lists the latest orders',
  function (this: TradingFloor, trader: Trader) {
    return trader.listUntilSeen(this.everybody.flatMap(({ orderIds }) => orderIds))
  },
)

/** What a reader saw in several listings. */
const listingsSeenBy = new WeakMap<Trader, Order[][]>()

When(
  '{trader} places {int} orders, and {trader} lists the latest orders after each',
  async (placer: Trader, count: number, reader: Trader) => {
    const listings: Order[][] = []
    listingsSeenBy.set(reader, listings)
    for (let placed = 0; placed < count; placed += 1) {
      await placer.hasPlaced()
      await reader.listUntilSeen(placer.orderIds)
      listings.push(reader.pages.flat())
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
    const { orderId, version } = seesItAs(status, trader)
    mustBe(`the version of order ${orderId}`, version, changes)
    mustBe(`the ETag of order ${orderId}`, trader.reply.headers.get('etag'), `"${changes}"`)
  },
)

Then('{trader} sees it as {status}', (trader: Trader, status: OrderStatus) => {
  seesItAs(status, trader)
})

Then(
  '{trader} sees each of her/his orders once: {statuses}',
  (trader: Trader, expected: OrderStatus[]) => {
    mustBe(`the number of ${trader.name}'s orders`, trader.orders.length, expected.length)
    for (const [nth, order] of trader.orders.entries()) {
      const { symbol, side, quantity } = order
      const listed = listedOnce(trader, order.orderId)
      const what = `order ${order.orderId}, listed, should be as confirmed`
      mustMatch(what, listed, { ...listed, symbol, side, quantity })
      mustBe(`order ${order.orderId}, listed,`, listed.orderStatus, expected[nth])
    }
  },
)

Then('each time {trader} sees all of {owner} orders so far', (reader: Trader, owner: Trader) => {
  const listings = listingsSeenBy.get(reader) ?? []
  mustBe(`the number of ${reader.name}'s listings`, listings.length, owner.orders.length)
  for (const [nth, listed] of listings.entries()) {
    for (const orderId of owner.orderIds.slice(0, nth + 1)) {
      const isListed = listed.some((order) => order.orderId === orderId)
      const what = `listing ${nth + 1}, requested after order ${orderId} was confirmed,`
      must(
        isListed,
        `${what} should show it, but it is not among the ${listed.length} orders shown`,
      )
    }
  }
})

Then('{trader} sees her/his {int} orders, the newest first', (trader: Trader, count: number) => {
  const newestFirst = trader.orderIds.toReversed()
  mustBe(`${trader.name}'s orders in the listing`, ownSeenBy(trader), newestFirst)
  mustBe(`the number of ${trader.name}'s orders`, trader.orders.length, count)
})

Then('every order listed is {status}', function (this: TradingFloor, status: OrderStatus) {
  for (const { orderId, orderStatus } of someListed(this.lastNamed)) {
    mustBe(`order ${orderId}, listed,`, orderStatus, status)
  }
})

Then('every order listed is in {symbol}', function (this: TradingFloor, listed: string) {
  for (const { orderId, symbol } of someListed(this.lastNamed)) {
    mustBe(`the symbol of order ${orderId}, listed,`, symbol, listed)
  }
})

Then(
  'of {owner} own orders {trader} sees only the {status} one',
  (owner: Trader, _: Trader, status: OrderStatus) => {
    const position = { EXECUTED: 0, CANCELLED: 1, PENDING: 2 }[status]
    const what = `of ${owner.name}'s orders ${owner.orderIds.join(', ')} the listing`
    mustBe(what, ownSeenBy(owner), [owner.orderIds[position]], 'show')
  },
)

Then(
  'of {owner} own orders {trader} sees only the first and the third',
  (owner: Trader, _: Trader) => {
    const [first, , third] = owner.orderIds
    const what = `of ${owner.name}'s orders ${owner.orderIds.join(', ')} the listing`
    mustBe(what, ownSeenBy(owner), [third, first], 'show')
  },
)

Then('{trader} sees {owner} (last )order and no other', (reader: Trader, owner: Trader) => {
  const seen = reader.pages.flat().map(({ orderId }) => orderId)
  mustBe('the listing', seen, [owner.order.orderId], 'show')
})

Then(
  '{trader} sees {owner} order once, as {status}',
  (reader: Trader, { order }: Trader, status: OrderStatus) => {
    const { orderId, orderStatus } = listedOnce(reader, order.orderId)
    mustBe(`order ${orderId}, listed,`, orderStatus, status)
  },
)

Then(
  'no order in that symbol is {status}',
  async function (this: TradingFloor, orderStatus: OrderStatus) {
    const { ownSymbol: symbol } = this
    const listed = await this.placer.listed({ symbol, orderStatus })
    const orderIds = listed.map(({ orderId }) => orderId)
    mustBe(`the listing of ${orderStatus} orders in ${symbol}`, orderIds, [], 'show')
  },
)

Then('{trader} sees no order', (trader: Trader) => {
  const orderIds = trader.pages.map((page) => page.map(({ orderId }) => orderId))
  mustBe(`the listing that ${trader.name} requested`, orderIds, [[]], 'show')
})

Then('{trader} saw pages/one\\ page of {counts} order(s)', (trader: Trader, counts: number[]) => {
  const lengths = trader.pages.map((page) => page.length)
  mustBe(`the numbers of orders on ${trader.name}'s pages`, lengths, counts)
})

Then(
  '{trader} saw each of her/his {int} orders once, the newest first',
  (trader: Trader, count: number) => {
    const seen = trader.pages.flat().map(({ orderId }) => orderId)
    mustBe(`the orders on ${trader.name}'s pages`, seen, trader.orderIds.toReversed())
    mustBe('the number of orders', seen.length, count)
  },
)

/** The order that the trader looked up, which must be the trader's own, with that status. */
function seesItAs(status: OrderStatus, trader: Trader): Order {
  const order = orderFrom(succeeded(trader.reply))
  const { orderId } = trader.order
  mustBe(`the id of the order that is looked up as ${orderId}`, order.orderId, orderId)
  mustBe(`order ${orderId}, looked up,`, order.orderStatus, status)
  return order
}

/**
 * The order on the first page that lists it, where it must be only once. Without a claim about
 * paging, new orders may move it to the next page as well.
 */
function listedOnce({ pages }: Trader, orderId: string): Order {
  const byPage = pages.map((page) => page.filter((order) => order.orderId === orderId))
  const [order, ...others] = byPage.find((found) => found.length > 0) ?? []
  const count = pages.flat().length
  must(order, `order ${orderId} should be listed, but is not among the ${count} orders listed`)
  must(
    others.length === 0,
    `order ${orderId} should be listed once, but is ${others.length + 1} times`,
  )
  return order
}

/** All orders that a trader saw listed; throws if there is none. */
function someListed({ name, pages }: Trader): Order[] {
  must(pages.flat().length > 0, `${name} should see orders in the listing, but it is empty`)
  return pages.flat()
}

/** The reader's own orders on the pages, which may list those of other traders too. */
function ownSeenBy(reader: Trader): string[] {
  const own = new Set(reader.orderIds)
  return reader.pages.flat().flatMap(({ orderId }) => (own.has(orderId) ? [orderId] : []))
}
