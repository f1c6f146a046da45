import { defineParameterType, Given, Then, When } from '@cucumber/cucumber'
import { eventually } from './support/eventually.ts'
import { must, mustBe } from './support/must.ts'
import { replyWithinMs } from './support/settings.ts'
import type { Trader } from './support/trader.ts'
import type { TradingFloor } from './support/world.ts'

/** A race in the control API: the fields that are used here. */
interface Race {
  readonly result?: {
    readonly orderId: string
    readonly winner: string
    readonly decidedAt: string
  }
}

defineParameterType({ name: 'racer', regexp: ['execution', 'cancellation'] })

Given('the execution will come just before its cancellation', function (this: TradingFloor) {
  return addRace(this, 'execution')
})

Given('the execution will come just after its cancellation', function (this: TradingFloor) {
  return addRace(this, 'cancellation')
})

Given('the venue holds the next cancellation', function (this: TradingFloor) {
  const match = { endpoint: 'DELETE /orders/{orderId}' }
  return this.venue.addRule('breakpoints', { match, times: 1 })
})

When(
  'each of them cancels {int} orders in a race with their execution',
  async function (this: TradingFloor, count: number) {
    for (const trader of this.everybody) {
      const venue = this.venueOf(trader)
      for (let raced = 0; raced < count; raced += 1) {
        await venue.addRule('races', {})
        await trader.cancelPerhapsTooLate((await trader.hasPlaced()).orderId)
      }
    }
  },
)

When('the cancellation is resumed', function (this: TradingFloor) {
  return this.venue.resume()
})

Then('{owner} cancellation is held', async function (this: TradingFloor, { order }: Trader) {
  await eventually(replyWithinMs, async () => {
    const [held] = await this.venue.heldRequests()
    mustBe('the order whose request is held', held?.orderId, order.orderId)
  })
})

Then(
  'the race was won by the {racer}, at the instant of the cancellation',
  async function (this: TradingFloor, winner: string) {
    const [race] = await this.venue.command<Race[]>('GET', '/races')
    const { orderId, placedAt } = this.placer.order
    // Time stood still from the placement to the cancellation.
    const expected = { orderId, winner, decidedAt: placedAt }
    mustBe('the result of the race', race?.result, expected)
  },
)

Then('both sides won at least once', async function (this: TradingFloor) {
  for (const trader of this.everybody) {
    const orders = await trader.seesAll()
    for (const status of ['EXECUTED', 'CANCELLED'] as const) {
      const wins = orders.filter(({ orderStatus }) => orderStatus === status).length
      must(wins > 0, `some of ${trader.name}'s orders should be ${status}, but none is`)
      must(
        wins < orders.length,
        `not all of ${trader.name}'s orders should be ${status}, but all are`,
      )
    }
  }
})

Then('their orders ended the same way, order by order', async function (this: TradingFloor) {
  const all = await Promise.all(this.everybody.map((trader) => trader.seesAll()))
  const [one, other] = all.map((orders) => orders.map(({ orderStatus }) => orderStatus))
  mustBe('the final statuses in the first venue, as in the other one,', one, other)
})

const addRace = ({ venue, placer }: TradingFloor, winner: string) =>
  venue.addRule('races', { match: { orderId: placer.order.orderId }, winner })
