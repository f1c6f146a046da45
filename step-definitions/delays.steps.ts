import { Then } from '@cucumber/cucumber'
import { mustBe } from './support/must.ts'
import { executedAfterMs, mustBeInTime } from './support/order-times.ts'
import { executionDelay } from './support/settings.ts'
import { figuresOf, mustBeNear, predictedFigures, standardError } from './support/statistics.ts'
import type { TradingFloor } from './support/world.ts'

Then(
  'each was executed between the shortest and the longest execution delay',
  async function (this: TradingFloor) {
    const { minMs, maxMs } = figuresOf(await delaysOf(this))
    const range = { soonestMs: executionDelay.shortestMs, latestMs: executionDelay.longestMs }
    mustBeInTime('the order that was PENDING for the shortest time', minMs, range)
    mustBeInTime('the order that was PENDING for the longest time', maxMs, range)
  },
)

Then(
  'their mean delay is as predicted, within {int} standard errors',
  async function (this: TradingFloor, errors: number) {
    const delays = await delaysOf(this)
    const observed = figuresOf(delays).meanMs
    const toleranceMs = errors * standardError(executionDelay, delays.length) + roundingMs
    mustBeNear(observed, predictedFigures(executionDelay).meanMs, toleranceMs)
  },
)

Then(
  'the standard deviation of their delays is as predicted, within {int} %',
  async function (this: TradingFloor, percent: number) {
    const observed = figuresOf(await delaysOf(this)).sdMs
    const { sdMs } = predictedFigures(executionDelay)
    mustBeNear(observed, sdMs, (sdMs * percent) / 100 + roundingMs, deviation)
  },
)

const deviation = 'the standard deviation'

/** Observed delays are whole milliseconds; predicted ones are not. */
const roundingMs = 1

/**
 * How long each order in the scenario's own symbol was PENDING, by its own times, in milliseconds.
 */
async function delaysOf({ placer, ownSymbol: symbol }: TradingFloor): Promise<number[]> {
  const orders = await placer.listed({ symbol, limit: '1000' })
  mustBe(`the number of orders listed in ${symbol}`, orders.length, placer.orders.length)
  return orders.map(executedAfterMs)
}
