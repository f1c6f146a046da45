import { Given, Then, When } from '@cucumber/cucumber'
import type { OrderStatus } from '../api/contract/orders.ts'
import { logPositionOf, type Reply } from './support/client.ts'
import { orderIn } from './support/listener.ts'
import { changeIn, changeReceived, historyOf, logBetween } from './support/log.ts'
import { must, mustBe } from './support/must.ts'
import { orderFrom, ordersFrom } from './support/reply-body.ts'
import { succeeded, type Trader } from './support/trader.ts'
import type { TradingFloor } from './support/world.ts'

Given(
  '{trader} has listed the {status} orders in that symbol',
  async function (this: TradingFloor, trader: Trader, orderStatus: OrderStatus) {
    succeeded(await trader.list({ orderStatus, symbol: this.ownSymbol }))
  },
)

Given(
  '{trader} has listed the orders in that symbol',
  async function (this: TradingFloor, trader: Trader) {
    succeeded(await trader.list({ symbol: this.ownSymbol }))
  },
)

When('{trader} looks it up as it was when it was confirmed', (trader: Trader) =>
  trader.find(trader.order.orderId, `?at=${positionOfConfirmation(trader)}`),
)

When(
  '{trader} looks it up as it was when {owner} order was confirmed',
  (trader: Trader, owner: Trader) =>
    trader.find(trader.order.orderId, `?at=${positionOfConfirmation(owner)}`),
)

When('{trader} looks it up as it will be after the trillionth change', (trader: Trader) =>
  trader.find(trader.order.orderId, `?at=${1e12}`),
)

When('{trader} lists them again, as they were then', (trader: Trader) => {
  const reply = listingsOf(trader).at(-1)
  must(reply, `${trader.name} has not listed orders`)
  return trader.send({ method: 'GET', path: `${reply.path}&at=${logPositionOf(reply)}` })
})

Then('{trader} sees the order as confirmed', (trader: Trader) => {
  const { order, reply } = trader
  mustBe(
    `order ${order.orderId}, as it was when it was confirmed,`,
    orderFrom(succeeded(reply)),
    order,
  )
})

Then('{trader} sees what she/he saw then', (trader: Trader) => {
  const [then, now] = listingsOf(trader)
    .slice(-2)
    .map((reply) => ordersFrom(succeeded(reply)))
  mustBe('the listing as it was then', now, then)
  must(now && now.length > 0, 'the listing should have orders, but is empty')
})

Then(
  'the history of {owner} order shows the same changes, at the same positions and times',
  async function (this: TradingFloor, owner: Trader) {
    const { orderId } = owner.order
    const history = (await historyOf(owner, orderId)).map(changeIn)
    const received = this.follower.listener.messagesAbout(orderId).map(changeReceived)
    mustBe(`the history of order ${orderId}`, history, received)
  },
)

Then(
  'at each of these positions {owner} order was as {trader} received it',
  async (owner: Trader, { listener }: Trader) => {
    const { orderId } = owner.order
    const received = listener.messagesAbout(orderId)
    const replies = received.map(({ message }) => owner.find(orderId, `?at=${message.position}`))
    const seen = (await Promise.all(replies)).map((reply) => orderFrom(succeeded(reply)))
    mustBe(`order ${orderId} at the positions of its messages`, seen, received.map(orderIn))
  },
)

Then(
  'the log, read {int} changes a page, shows all that {trader} received, at the same positions and times',
  async (limit: number, trader: Trader) => {
    const received = trader.listener.received.map(changeReceived)
    const [first, last] = [received.at(0), received.at(-1)]
    must(first && last, `${trader.name} should have received messages, but received none`)
    const events = await logBetween(trader, [first.position, last.position], limit)
    mustBe(`the log from position ${first.position} on`, events.map(changeIn), received)
  },
)

function positionOfConfirmation({ name, replies }: Trader): number {
  const confirmation = replies.findLast(({ status }) => status === 201)
  must(confirmation, `${name} has not placed an order`)
  return logPositionOf(confirmation)
}

const listingsOf = ({ replies }: Trader): Reply[] =>
  replies.filter(({ method, path }) => method === 'GET' && /^\/orders(?:\?|$)/.test(path))
