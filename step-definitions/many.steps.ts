import { Given, Then, When } from '@cucumber/cucumber'
import type { CancelResult, Order, OrderStatus } from '../api/contract/orders.ts'
import { mustMatch } from './support/claim-checks.ts'
import { type Reply, summaryOf } from './support/client.ts'
import { eventually } from './support/eventually.ts'
import { must, mustBe } from './support/must.ts'
import { keyHeader } from './support/repetition.ts'
import { jsonIn } from './support/reply-body.ts'
import { replyWithinMs } from './support/settings.ts'
import { succeeded, type Trader } from './support/trader.ts'
import type { TradingFloor } from './support/world.ts'

Given(
  '{trader} has cancelled all PENDING orders with a key, in a symbol that nobody else trades',
  async function (this: TradingFloor, trader: Trader) {
    const { ownSymbol: symbol } = this
    await trader.hasPlaced({ symbol })
    const cancellation = cancellationOf({ orderStatus: 'PENDING', symbol })
    succeeded(await trader.send({ ...cancellation, fields: keyHeader(trader.key) }))
  },
)

When(
  '{trader} cancels all {status} orders in that symbol',
  function (this: TradingFloor, trader: Trader, orderStatus: OrderStatus) {
    return cancelAll(trader, { orderStatus, symbol: this.ownSymbol })
  },
)

When('{trader} cancels all orders in that symbol', function (this: TradingFloor, trader: Trader) {
  return cancelAll(trader, { symbol: this.ownSymbol })
})

When('{trader} cancels all PENDING orders in every symbol', (trader: Trader) =>
  cancelAll(trader, { orderStatus: 'PENDING' }),
)

When(
  '{trader} asks to cancel all PENDING orders',
  async function (this: TradingFloor, trader: Trader) {
    trader.begin(cancellationOf({ orderStatus: 'PENDING' }))
    await this.venue.hasWaiting(1)
  },
)

When(
  '{trader} cancels all PENDING orders in a symbol that nobody trades',
  function (this: TradingFloor, trader: Trader) {
    return cancelAll(trader, { orderStatus: 'PENDING', symbol: this.ownSymbol })
  },
)

Then(
  '{trader} sees that only {owner} PENDING order was cancelled',
  (trader: Trader, owner: Trader) => {
    const { orderId, clientOrderId } = owner.order
    const [result, another] = resultsIn(trader.reply)
    must(
      result && !another,
      `only order ${orderId} should be cancelled, but: ${summaryOf(trader.reply)}`,
    )
    const expected = { orderId, clientOrderId, orderStatus: 'CANCELLED', version: 2 } as const
    mustBe(`"cancelled" in the result for order ${orderId}`, result.cancelled, true)
    mustMatch(`the result for order ${orderId} should be right`, result as Partial<Order>, expected)
  },
)

Then('{trader} sees that no order was cancelled', (trader: Trader) => {
  mustBe('the orders that were cancelled', idsIn(resultsIn(trader.reply)), [])
})

Then(
  '{trader} sees the outcome of each order, in order of placement',
  async function (this: TradingFloor, { name, reply, orderIds }: Trader) {
    const results = resultsIn(reply)
    const listed = idsIn(results)
    for (const orderId of listed) {
      must(orderIds.includes(orderId), `${orderId} is not an order of ${name}`)
    }
    // Listeners receive the placements in that order.
    const { listener } = this.follower
    await eventually(replyWithinMs, () => {
      const received = new Set(listener.received.map(({ message }) => message.orderId))
      const inOrder = [...received].filter((orderId) => listed.includes(orderId))
      mustBe('the orders in the answer, in order of placement,', listed, inOrder)
    })
    // The order that was confirmed last cannot have been executed yet.
    must(cancelledAmong(results) > 0, `an order should be cancelled, but: ${summaryOf(reply)}`)
  },
)

Then(
  'each of {owner} orders has the status that {trader} saw and {trader} received',
  async (owner: Trader, _: Trader, { listener }: Trader) => {
    const results = new Map(resultsIn(owner.reply).map((result) => [result.orderId, result]))
    const outcomes = owner.orderIds.map((orderId) => {
      // An order that is not in the answer was EXECUTED before.
      const { orderStatus = 'EXECUTED' } = results.get(orderId) ?? {}
      return { orderId, orderStatus }
    })
    for (const { orderId, orderStatus } of outcomes) {
      await listener.receives(['PENDING', orderStatus], [orderId])
    }
    const seen = await owner.seesAll()
    for (const [nth, { orderId, orderStatus }] of outcomes.entries()) {
      mustBe(`order ${orderId}, looked up,`, seen[nth]?.orderStatus, orderStatus)
    }
  },
)

const cancelledAmong = (results: CancelResult[]) =>
  results.filter(({ orderId, cancelled, orderStatus }) => {
    const what = `"cancelled" in the result for order ${orderId}, which is ${orderStatus},`
    mustBe(what, cancelled, orderStatus === 'CANCELLED')
    return cancelled
  }).length

const cancellationOf = (filters: Record<string, string>) => ({
  method: 'DELETE',
  path: `/orders?${new URLSearchParams(filters)}`,
})

const cancelAll = (trader: Trader, filters: Record<string, string>) =>
  trader.send(cancellationOf(filters))

const resultsIn = (reply: Reply) => jsonIn<CancelResult[]>(succeeded(reply))

const idsIn = (results: readonly CancelResult[]) => results.map(({ orderId }) => orderId)
