import { Given, Then, When } from '@cucumber/cucumber'
import { NoAnswer, summaryOf } from './support/client.ts'
import { must } from './support/must.ts'
import { ticketUnder } from './support/repetition.ts'
import type { Trader } from './support/trader.ts'
import type { TradingFloor } from './support/world.ts'

Given(
  '{trader} has submitted a ticket with a key',
  async function (this: TradingFloor, trader: Trader) {
    trader.begin(ticketUnder(trader.key))
    await this.venue.hasWaiting(1)
  },
)

When('the venue crashes', function (this: TradingFloor) {
  return this.venue.crash()
})

When('another node takes the venue over', function (this: TradingFloor) {
  return this.venue.takeOver()
})

When('a takeover begins, which lasts {span}', function (this: TradingFloor, ms: number) {
  return this.venue.takeOver(ms)
})

When('{trader} submits it again', async function (this: TradingFloor, trader: Trader) {
  trader.begin(trader.lastRequest)
  await this.venue.hasWaiting(1)
})

Then('{trader} gets no answer', async (trader: Trader) => {
  const answer = await trader.answer.catch((error: unknown) => {
    if (!(error instanceof NoAnswer)) throw error
  })
  must(!answer, `${trader.name} should get no answer, but: ${answer && summaryOf(answer)}`)
})
