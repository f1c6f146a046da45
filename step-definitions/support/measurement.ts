import Table from 'cli-table3'
import type { Order } from '../../api/contract.ts'
import { lostMs, tookMs } from './client.ts'
import type { Listener } from './listener.ts'
import { must } from './must.ts'
import { executionDelay, latency } from './settings.ts'
import { type Figures, figuresOf, predictedFigures } from './statistics.ts'
import type { Trader } from './trader.ts'

/** What a burst of orders showed, in milliseconds on one monotonic clock, an entry for each order. */
export type Measurement = {
  /** From the confirmation to the EXECUTED message. */
  readonly executionDelays: number[]
  /** From the request to the confirmation. */
  readonly placementLatencies: number[]
  /** The part of that which the target did not disclose as waiting: the way there and back. */
  readonly placementOverheads: number[]
}

/** Measures the orders that were placed last, by what a listener heard of them. */
export function measure({ latest }: Trader, listener: Listener): Measurement {
  const executionDelays = latest.map(({ text, receivedAt }) => {
    const { orderId } = JSON.parse(text) as Order
    return executedAt(listener, orderId) - receivedAt
  })
  const placementLatencies = latest.map(tookMs)
  const placementOverheads = latest.map(lostMs)
  return { executionDelays, placementLatencies, placementOverheads }
}

/** A latency that differs by less does not draw a burst apart. */
const drawnApartMs = 100

/**
 * By how much more the figures may be off where the latency does not draw the burst apart: then the
 * orders are placed at one moment and confirmed one after the other, which is measured as well.
 */
export function lostInBurstMs({ placementOverheads }: Measurement): number {
  const isDrawnApart = latency.longestMs - latency.shortestMs >= drawnApartMs
  return isDrawnApart ? 0 : figuresOf(placementOverheads).mean
}

function executedAt(listener: Listener, orderId: string): number {
  const isExecution = ({ orderStatus }: Order) => orderStatus === 'EXECUTED'
  const heard = listener.about(orderId).find(({ message }) => isExecution(message))
  must(heard, `no EXECUTED was heard about order ${orderId}`)
  return heard.at
}

const rows = {
  mean: 'mean',
  sd: 'standard deviation',
  min: 'min',
  p50: 'p50',
  p95: 'p95',
  p99: 'p99',
  max: 'max',
} as const satisfies Record<keyof Figures, string>

/** What was observed beside what the configured delays predict, as text for console and report. */
export function figuresTable(measurement: Measurement): string {
  const { executionDelays, placementLatencies, placementOverheads } = measurement
  const columns: [string, Figures][] = [
    ['execution delay', figuresOf(executionDelays)],
    ['predicted', predictedFigures(executionDelay)],
    ['placement latency', figuresOf(placementLatencies)],
    ['predicted', predictedFigures(latency)],
    ['beyond the wait', figuresOf(placementOverheads)],
  ]
  const table = new Table({
    head: [`${executionDelays.length} orders, ms`, ...columns.map(([title]) => title)],
    colAligns: ['left', ...columns.map(() => 'right' as const)],
    style: { head: [], border: [], compact: true },
  })
  for (const [key, name] of Object.entries(rows)) {
    table.push([name, ...columns.map(([, figures]) => figures[key as keyof Figures].toFixed(0))])
  }
  return table.toString()
}
