import { Given, Then, When } from '@cucumber/cucumber'
import { disclosedWaitMs } from './support/client.ts'
import { must } from './support/must.ts'
import { times } from './support/times.ts'
import type { Trader } from './support/trader.ts'
import type { TradingFloor } from './support/world.ts'

Given(
  'half of all orders take longer than {span} to place, and one in twenty longer than {span}',
  function (this: TradingFloor, medianMs: number, p95Ms: number) {
    return setLatency(this, { before: { 'POST /orders': { medianMs, p95Ms } } })
  },
)

Given(
  'orders take {counts} ms to place, each equally often',
  function (this: TradingFloor, valuesMs: number[]) {
    return setLatency(this, { before: { 'POST /orders': { valuesMs } } })
  },
)

Given(
  'from now on the venue takes {span} to answer',
  function (this: TradingFloor, before: number) {
    return setLatency(this, { before })
  },
)

Given('the venue delays its answers by {span}', function (this: TradingFloor, after: number) {
  return setLatency(this, { after })
})

When(
  '{trader} places {int} orders, and time passes until nothing more is due',
  async function (this: TradingFloor, trader: Trader, count: number) {
    const placing = trader.together(times(count, () => trader.place()))
    await this.venue.hasWaiting(count)
    await this.venue.advance({ untilIdle: true })
    await placing
  },
)

Then(
  'between {int} and {int} of them took longer than {span}',
  function (this: TradingFloor, least: number, most: number, ms: number) {
    const waits = this.lastNamed.latest.map(disclosedWaitMs)
    const longer = waits.filter((wait) => (wait ?? 0) > ms).length
    must(longer >= least && longer <= most, `${longer} of ${waits.length} took longer`)
  },
)

Then(
  '{int} request(s) is/are waiting for its/their answer(s)',
  function (this: TradingFloor, count: number) {
    return this.venue.hasWaiting(count)
  },
)

const setLatency = ({ venue }: TradingFloor, latency: object) =>
  venue.command('PUT', '/latency', latency)
