import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { Given, Then, When } from '@cucumber/cucumber'
import type { OrderStatus } from '../api/contract/orders.ts'
import { earlierBursts } from './performance/baseline.ts'
import { sizeOf } from './performance/burst.ts'
import { whyUntrusted } from './performance/circumstances.ts'
import { burstRecordOf, isComplete, recordOf } from './performance/make-record.ts'
import { lostInBurstMs, observedPendingMs } from './performance/measurement.ts'
import { type MeasureName, timesOf } from './performance/measures.ts'
import { Observation } from './performance/observation.ts'
import { plotsOf } from './performance/plots/plots.ts'
import type { BurstRecord, PerformanceRecord } from './performance/record.ts'
import { burst, runSettings } from './performance/settings.ts'
import {
  comparisonTable,
  differenceInWords,
  figuresTable,
  thresholdsTable,
  verdictInWords,
} from './performance/tables.ts'
import { burstTableName, figuresTableName } from './reports/attachments.ts'
import { reports } from './reports/files.ts'

import type { DelayRange } from './support/delay-range.ts'
import { must } from './support/must.ts'
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
    assert.equal(sequences.length, burst.listeners)
    must(new Set(sequences).size === 1, 'they received different messages, or in a different order')
  },
)

Then(
  'the report shows the measured figures beside the predicted ones',
  async function (this: TradingFloor) {
    const observation = observationOf(this)
    const measured = burstRecordOf(observation.timesOf(this.placer), observation.circumstances)
    this.measured = measured
    const settings = runSettings()
    // Each burst adds to the record of the run.
    const record = recordOf([...earlierBursts(reports.performance), measured], settings)
    await writeFile(reports.performance, `${JSON.stringify(record)}\n`)
    this.record = record
    const attach = (text: string | undefined, fileName: string) => {
      if (text) this.attach(text, { mediaType: 'text/plain', fileName })
    }
    const doubt = whyUntrusted(measured.client)
    if (settings.repetitions > 1) {
      attach(figuresTable(1, { ...record, ...measured }), burstTableName)
      attach(doubt && `Burst ${record.bursts.length}: ${doubt}`, figuresTableName)
    } else {
      attach(doubt, figuresTableName)
    }
    if (isComplete(record, settings)) {
      attach(figuresTable(record.bursts.length, record), figuresTableName)
      attach(thresholdsTable(record), figuresTableName)
      attach(comparisonTable(record), figuresTableName)
    }
    for (const { name, svg } of plotsOf(measured, record.declared)) {
      this.attach(Buffer.from(svg), { mediaType: 'image/svg+xml', fileName: `${name}.svg` })
    }
  },
)

Then(
  'the mean {measure} is as predicted, within {int} standard errors and {int} ms',
  function (this: TradingFloor, name: Predicted, errors: number, allowanceMs: number) {
    const delays = delaysOf(this, name)
    const range = predictions[name]
    const chanceMs = errors * standardError(range, delays.length)
    const toleranceMs = chanceMs + allowanceMs + lostMs(this, name)
    mustBeNear(figuresOf(delays).meanMs, predictedFigures(range).meanMs, toleranceMs)
  },
)

Then(
  'the standard deviation of the {measure} is as predicted, within {int} % and {int} ms',
  function (this: TradingFloor, name: Predicted, percent: number, allowanceMs: number) {
    const { sdMs } = predictedFigures(predictions[name])
    const toleranceMs = (sdMs * percent) / 100 + allowanceMs + lostMs(this, name)
    mustBeNear(figuresOf(delaysOf(this, name)).sdMs, sdMs, toleranceMs)
  },
)

Then(
  'no execution delay is more than {int} ms too short or {int} ms too long',
  function (this: TradingFloor, shortMs: number, longMs: number) {
    const { samples } = measuredFor(this)
    const { shortestMs, longestMs } = executionDelay
    const leastMs = shortestMs - shortMs - 2 * lostMs(this, 'executionDelay')
    staysWithin({
      least: [Math.min(...samples.map(observedPendingMs)), leastMs],
      most: [Math.max(...delaysOf(this, 'executionDelay')), longestMs + longMs],
    })
  },
)

Then(
  'no placement latency is more than {int} ms too short or {int} ms too long',
  function (this: TradingFloor, shortMs: number, longMs: number) {
    const { minMs, maxMs } = figuresOf(delaysOf(this, 'placementLatency'))
    staysWithin({
      least: [minMs, latencies.place.shortestMs - shortMs],
      most: [maxMs, latencies.place.longestMs + longMs],
    })
  },
)

Then('the thresholds of this run are met', function (this: TradingFloor) {
  const broken = recordFor(this).thresholds.filter(({ isKept }) => !isKept)
  must(broken.length === 0, `broken: ${broken.map(verdictInWords).join('; ')}`)
})

Then('no figure is slower than in the baseline', function (this: TradingFloor) {
  const differences = recordFor(this).comparison?.differences ?? []
  const slower = differences.filter(({ verdict }) => verdict === 'slower')
  must(slower.length === 0, `slower: ${slower.map(differenceInWords).join('; ')}`)
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
  const shown = `observed ${minMs} to ${maxMs} ms`
  must(least[0] >= least[1], `${shown}, and the minimum is ${leastMs} ms`)
  must(most[0] <= most[1], `${shown}, and the maximum is ${mostMs} ms`)
}
