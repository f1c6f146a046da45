import { timesOf } from '../measures.ts'
import type { BurstRecord, Declared } from '../record.ts'
import { ecdfSvg } from './ecdf.ts'
import { histogramSvg } from './histogram.ts'
import { timelineSvg } from './timeline.ts'

export type Plot = { readonly name: string; readonly svg: string }

/** All plots of a burst, in the order of the report. */
export function plotsOf({ samples }: Pick<BurstRecord, 'samples'>, declared: Declared): Plot[] {
  const { executionDelay, latency } = declared
  const delays = timesOf('executionDelay', samples)
  const latencies = timesOf('placementLatency', samples)
  const plots: [name: string, draw: (title: string) => string][] = [
    ['The burst', (title) => timelineSvg(title, samples, executionDelay)],
    ['Execution delay', (title) => histogramSvg(title, delays, executionDelay)],
    ['Execution delay, cumulative', (title) => ecdfSvg(title, delays, executionDelay)],
    ['Placement latency', (title) => histogramSvg(title, latencies, latency)],
    ['Placement latency, cumulative', (title) => ecdfSvg(title, latencies, latency)],
  ]
  return plots.map(([name, draw]) => ({ name, svg: draw(name) }))
}
