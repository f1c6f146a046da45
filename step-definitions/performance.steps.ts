import { Given, Then, When } from '@cucumber/cucumber'
import type { OrderStatus } from '../api/contract/orders.ts'
import { earlierBursts } from './performance/baseline.ts'
import { sizeOf } from './performance/burst.ts'
import { whyBusyIn } from './performance/circumstances.ts'
import { burstRecordOf, recordOf } from './performance/make-record.ts'
import { lostInBurstMs, observedPendingMs } from './performance/measurement.ts'
import { type MeasureName, timesOf } from './performance/measures.ts'
import { Observation } from './performance/observation.ts'
import { plotsOf } from './performance/plots/plots.ts'
import type { BurstRecord, PerformanceRecord } from './performance/record.ts'
import { burst, runSettings } from './performance/settings.ts'
import { differenceInWords, tablesOf, verdictInWords } from './performance/tables.ts'
import { reports } from './reports/files.ts'
import { writeWhole } from './reports/write-file.ts'
import type { DelayRange } from './support/delay-range.ts'
import { must, mustBe } from './support/must.ts'
import { executionDelay, latencies } from './support/settings.ts'
import { figuresOf, mustBeNear, predictedFigures, standardError } from './support/statistics.ts'
import { areConfirmed, type Trader } from './support/trader.ts'
import type { TradingFloor } from './support/world.ts'

Given('an audience is following the venue', function (this: TradingFloor) {
  this.log(sizeOf(burst))
  this.observation = new Observation(burst)
  return this.observation.gather(this.crowd)
})

When(
  '{trader} places a burst of orders at the same moment',
  function (this: TradingFloor, trader: Trader) {
    return observationOf(this).place(trader)
  },
)

Then('each order of the burst is confirmed as PENDING', function (this: TradingFloor) {
  areConfirmed(this.placer, burst.orders)
})

Then(
  'everyone in the audience receives exactly {statuses} for each of them',
  async function (this: TradingFloor, expected: OrderStatus[]) {
    const observation = observationOf(this)
    const { orderIds } = this.placer
    await observation.receives(expected, orderIds)
    await this.receivesExactly(observation.listeners, expected, orderIds)
  },
)

Then(
  'everyone in the audience received the same messages in the same order',
  function (this: TradingFloor) {
    const { listeners } = observationOf(this)
    const sequences = listeners.map((listener) => listener.sequenceOf(this.placer.orderIds))
    mustBe('the number of listeners', sequences.length, burst.listeners)
    must(
      new Set(sequences).size === 1,
      `all ${burst.listeners} listeners should receive the same messages in the same order, but do not`,
    )
  },
)

Then('the report shows the measured figures beside the predicted ones', showFigures)

/** Adds the burst to the record of the run, and attaches its figures. */
async function showFigures(this: TradingFloor): Promise<void> {
  const observation = observationOf(this)
  const measured = burstRecordOf(observation.timesOf(this.placer), observation.circumstances)
  this.measured = measured
  const settings = runSettings()
  const isAgain = this.timing !== undefined
  // Each burst adds to the record of the run. A repeated burst replaces its first attempt.
  const earlier = earlierBursts(reports.performance).slice(0, isAgain ? -1 : undefined)
  const record = recordOf([...earlier, measured], settings)
  await writeWhole(reports.performance, `${JSON.stringify(record)}\n`)
  this.record = record
  const whyBusy = whyBusyIn(measured.client)
  this.timing = {
    whyBusy: whyBusy && `this machine was busy: ${whyBusy}`,
    repeat: () => repeatBurst(this),
  }
  for (const { text, fileName } of tablesOf(record, measured, { ...settings, isAgain })) {
    this.attach(text, { mediaType: 'text/plain', fileName })
  }
  for (const { name, svg } of plotsOf(measured, record.declared)) {
    this.attach(Buffer.from(svg), { mediaType: 'image/svg+xml', fileName: `${name}.svg` })
  }
}

/** Places and observes a burst once more, instead of the last one. */
async function repeatBurst(floor: TradingFloor): Promise<void> {
  const { placer } = floor
  await Promise.all(observationOf(floor).listeners.map((listener) => listener.close()))
  placer.orders.length = 0
  const observation = new Observation(burst)
  floor.observation = observation
  await observation.gather(floor.crowd)
  await observation.place(placer)
  areConfirmed(placer, burst.orders)
  await observation.receives(['PENDING', 'EXECUTED'], placer.orderIds)
  await showFigures.call(floor)
}

Then(
  'the mean {measure} is as predicted, within {int} standard errors and {int} ms',
  function (this: TradingFloor, name: Predicted, errors: number, allowanceMs: number) {
    return this.checkTiming(() => {
      const delays = delaysOf(this, name)
      const range = predictions[name]
      const chanceMs = errors * standardError(range, delays.length)
      const toleranceMs = chanceMs + allowanceMs + lostMs(this, name)
      mustBeNear(figuresOf(delays).meanMs, predictedFigures(range).meanMs, toleranceMs)
    })
  },
)

Then(
  'the standard deviation of the {measure} is as predicted, within {int} % and {int} ms',
  function (this: TradingFloor, name: Predicted, percent: number, allowanceMs: number) {
    return this.checkTiming(() => {
      const { sdMs } = predictedFigures(predictions[name])
      const toleranceMs = (sdMs * percent) / 100 + allowanceMs + lostMs(this, name)
      mustBeNear(figuresOf(delaysOf(this, name)).sdMs, sdMs, toleranceMs, 'the standard deviation')
    })
  },
)

Then(
  'no execution delay is more than {int} ms too short or {int} ms too long',
  function (this: TradingFloor, shortMs: number, longMs: number) {
    return this.checkTiming(() => {
      const { samples } = measuredFor(this)
      const { shortestMs, longestMs } = executionDelay
      const leastMs = shortestMs - shortMs - 2 * lostMs(this, 'executionDelay')
      staysWithin({
        least: [Math.min(...samples.map(observedPendingMs)), leastMs],
        most: [Math.max(...delaysOf(this, 'executionDelay')), longestMs + longMs],
      })
    })
  },
)

Then(
  'no placement latency is more than {int} ms too short or {int} ms too long',
  function (this: TradingFloor, shortMs: number, longMs: number) {
    return this.checkTiming(() => {
      const { minMs, maxMs } = figuresOf(delaysOf(this, 'placementLatency'))
      staysWithin({
        least: [minMs, latencies.place.shortestMs - shortMs],
        most: [maxMs, latencies.place.longestMs + longMs],
      })
    })
  },
)

Then('the thresholds of this run are met', function (this: TradingFloor) {
  return this.checkTiming(() => {
    const broken = recordFor(this).thresholds.filter(({ isKept }) => !isKept)
    must(broken.length === 0, `broken: ${broken.map(verdictInWords).join('; ')}`)
  })
})

Then('no figure is slower than in the baseline', function (this: TradingFloor) {
  return this.checkTiming(() => {
    const differences = recordFor(this).comparison?.differences ?? []
    const slower = differences.filter(({ verdict }) => verdict === 'slower')
    must(slower.length === 0, `slower: ${slower.map(differenceInWords).join('; ')}`)
  })
})

/** The declared delays, which the predictions follow from. */
const predictions = {
  executionDelay,
  placementLatency: latencies.place,
} as const satisfies Partial<Record<MeasureName, DelayRange>>

type Predicted = keyof typeof predictions

function observationOf({ observation }: TradingFloor): Observation {
  must(observation, 'no audience is following the venue')
  return observation
}

/** What this burst measured. */
function measuredFor({ measured }: TradingFloor): BurstRecord {
  must(measured, 'nothing was measured')
  return measured
}

/** What the run has measured so far. */
function recordFor({ record }: TradingFloor): PerformanceRecord {
  must(record, 'nothing was measured')
  return record
}

const delaysOf = (floor: TradingFloor, name: Predicted) => timesOf(name, measuredFor(floor).samples)

function lostMs(floor: TradingFloor, name: Predicted): number {
  const { p99Ms: ownMs } = observationOf(floor).circumstances.lateness.sending
  const { samples: orders } = measuredFor(floor)
  return lostInBurstMs(name, { orders, latency: latencies.place, ownMs })
}

/** The smallest and the largest observation, each with its limit. */
type Extremes = Readonly<Record<'least' | 'most', readonly [observedMs: number, allowedMs: number]>>

function staysWithin({ least, most }: Extremes): void {
  const [[minMs, leastMs], [maxMs, mostMs]] = [least.map(Math.round), most.map(Math.round)]
  const isWithin = least[0] >= least[1] && most[0] <= most[1]
  must(isWithin, `all should be ${leastMs} to ${mostMs} ms, but are ${minMs} to ${maxMs} ms`)
}
