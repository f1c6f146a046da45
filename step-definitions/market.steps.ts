import { defineParameterType, Given, Then, When } from '@cucumber/cucumber'
import type { OrderStatus, Problem } from '../api/contract/orders.ts'
import { summaryOf } from './support/client.ts'
import { must, mustBe } from './support/must.ts'
import type { Trader } from './support/trader.ts'
import type { TradingFloor } from './support/world.ts'

/** What the market can do to an order: `execute` or `executes`. */
defineParameterType({
  name: 'act',
  regexp: /(execute|cancel|hold|release)s?/,
  transformer: (act: string) => act,
})

Given(
  '{trader} has a PENDING order that the market holds',
  async function (this: TradingFloor, trader: Trader) {
    const { orderId } = await trader.hasPlaced()
    await this.venue.marketDid(orderId, 'hold')
  },
)

When('the market {act} it', function (this: TradingFloor, act: string) {
  return actOnIt(this, act)
})

When(
  'the market has\\ cancelled/cancels it for {text}',
  function (this: TradingFloor, reason: string) {
    return actOnIt(this, 'cancel', { reason })
  },
)

When('the market releases it after {span}', function (this: TradingFloor, afterMs: number) {
  return actOnIt(this, 'release', { afterMs })
})

When('the market tries to {act} it', function (this: TradingFloor, act: string) {
  return this.venue.tryMarket(this.placer.order.orderId, act)
})

Then(
  'the market is refused, because the order is already {status}',
  function (this: TradingFloor, status: OrderStatus) {
    const reply = this.venue.latest
    must(reply?.status === 409, `the market should be refused: ${reply && summaryOf(reply)}`)
    const { code, orderId, orderStatus } = JSON.parse(reply.text) as Problem
    const expected = [`ORDER_ALREADY_${status}`, this.placer.order.orderId, status]
    const what = 'the code, the order id and the status in the refusal'
    mustBe(what, [code, orderId, orderStatus], expected)
  },
)

Then(
  'the market expects to execute it {span} after it was placed',
  async function (this: TradingFloor, ms: number) {
    const { executionDueAt = '', held } = await planOfIt(this)
    const afterMs = Date.parse(executionDueAt) - Date.parse(this.placer.order.placedAt)
    mustBe(
      'the time from placement to execution, and whether it is held',
      [afterMs, held],
      [ms, undefined],
    )
  },
)

Then('the market expects nothing of it', async function (this: TradingFloor) {
  const { orderStatus, executionDueAt, held } = await planOfIt(this)
  mustBe('the plan', [orderStatus, executionDueAt, held], ['PENDING', undefined, true])
})

Then(
  'the market knows that it is {status}',
  async function (this: TradingFloor, status: OrderStatus) {
    const { orderStatus, ...plan } = await planOfIt(this)
    const { orderId } = this.placer.order
    mustBe('the status and the plan', [orderStatus, plan], [status, { orderId }])
  },
)

const planOfIt = ({ venue, placer }: TradingFloor) => venue.planOf(placer.order.orderId)

const actOnIt = ({ venue, placer }: TradingFloor, act: string, body?: object) =>
  venue.marketDid(placer.order.orderId, act, body)
