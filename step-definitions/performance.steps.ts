import { Then } from '@cucumber/cucumber'
import { figuresTableName } from './support/attachments.ts'
import type { DelayRange } from './support/delay-range.ts'
import { histogramSvg } from './support/histogram.ts'
import { figuresTable, lostInBurstMs, measure } from './support/measurement.ts'
import { must } from './support/must.ts'
import { executionDelay, latency } from './support/settings.ts'
import { figuresOf, predictedFigures, standardError } from './support/statistics.ts'
import type { TradingFloor } from './support/world.ts'

Then(
  'the execution delays and the placement latencies are reported beside what is predicted',
  function (this: TradingFloor) {
    const measurement = measurementOf(this)
    const table = figuresTable(measurement)
    this.attach(table, { mediaType: 'text/plain', fileName: figuresTableName })
    attachHistogram(this, 'Execution delay', measurement.executionDelays, executionDelay)
    attachHistogram(this, 'Placement latency', measurement.placementLatencies, latency)
  },
)

Then(
  'the mean execution delay is as predicted, within {int} standard errors and {int} ms',
  function (this: TradingFloor, errors: number, allowanceMs: number) {
    const measurement = measurementOf(this)
    const allowedMs = allowanceMs + lostInBurstMs(measurement)
    meanAsPredicted(measurement.executionDelays, executionDelay, errors, allowedMs)
  },
)

Then(
  'the mean placement latency is as predicted, within {int} standard errors and {int} ms',
  function (this: TradingFloor, errors: number, allowanceMs: number) {
    const measurement = measurementOf(this)
    const allowedMs = allowanceMs + lostInBurstMs(measurement)
    meanAsPredicted(measurement.placementLatencies, latency, errors, allowedMs)
  },
)

Then(
  'the standard deviation of the execution delay is as predicted, within {int} % and {int} ms',
  function (this: TradingFloor, percent: number, allowanceMs: number) {
    const { sd } = predictedFigures(executionDelay)
    const measurement = measurementOf(this)
    const allowedMs = allowanceMs + lostInBurstMs(measurement)
    near(figuresOf(measurement.executionDelays).sd, sd, (sd * percent) / 100 + allowedMs)
  },
)

Then(
  'no execution delay is more than {int} ms too short or {int} ms too long',
  function (this: TradingFloor, shortMs: number, longMs: number) {
    const measurement = measurementOf(this)
    const allowedMs = shortMs + 2 * lostInBurstMs(measurement)
    withinRange(measurement.executionDelays, executionDelay, allowedMs, longMs)
  },
)

Then(
  'no placement latency is more than {int} ms too short or {int} ms too long',
  function (this: TradingFloor, shortMs: number, longMs: number) {
    withinRange(measurementOf(this).placementLatencies, latency, shortMs, longMs)
  },
)

const measurementOf = ({ placer, follower }: TradingFloor) => measure(placer, follower.listener)

function meanAsPredicted(
  delays: number[],
  range: DelayRange,
  errors: number,
  allowanceMs: number,
): void {
  const toleranceMs = errors * standardError(range, delays.length) + allowanceMs
  near(figuresOf(delays).mean, predictedFigures(range).mean, toleranceMs)
}

function near(observedMs: number, predictedMs: number, toleranceMs: number): void {
  const [observed, predicted, tolerance] = [observedMs, predictedMs, toleranceMs].map(Math.round)
  const told = `observed ${observed} ms, predicted ${predicted} ± ${tolerance} ms`
  must(Math.abs(observedMs - predictedMs) <= toleranceMs, told)
}

function withinRange(delays: number[], range: DelayRange, shortMs: number, longMs: number): void {
  const { min, max } = figuresOf(delays)
  must(min >= range.shortestMs - shortMs, `the shortest is ${min} ms`)
  must(max <= range.longestMs + longMs, `the longest is ${max} ms`)
}

function attachHistogram(
  floor: TradingFloor,
  title: string,
  delays: number[],
  range: DelayRange,
): void {
  const svg = histogramSvg(title, delays, range)
  floor.attach(Buffer.from(svg), { mediaType: 'image/svg+xml', fileName: `${title}.svg` })
}
