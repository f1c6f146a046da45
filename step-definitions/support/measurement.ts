import assert from 'node:assert/strict'
import Table from 'cli-table3'
import { tookMs } from './client.ts'
import type { Listener } from './listener.ts'
import { executionDelay, latency } from './settings.ts'
import { type Figures, figuresOf, predictedFigures } from './statistics.ts'
import type { Trader } from './trader.ts'

/** For each order from its confirmation to its EXECUTED message, on one monotonic clock. */
export function executionDelaysOf(placer: Trader, listener: Listener): number[] {
  return placer.latest.map(({ text, receivedAt }) => {
    const { orderId } = JSON.parse(text) as { orderId: string }
    const executed = listener
      .about(orderId)
      .find(({ message }) => message.orderStatus === 'EXECUTED')
    assert.ok(executed, `no EXECUTED was heard about order ${orderId}`)
    return executed.at - receivedAt
  })
}

export const placementLatenciesOf = (placer: Trader): number[] => placer.latest.map(tookMs)

/** What was observed beside what the configured delays predict, as text for console and report. */
export function figuresTable(delays: readonly number[], latencies: readonly number[]): string {
  const columns = [
    figuresOf(delays),
    predictedFigures(executionDelay),
    figuresOf(latencies),
    predictedFigures(latency),
  ]
  const table = new Table({
    head: [
      `${delays.length} orders, ms`,
      'execution delay',
      'predicted',
      'placement latency',
      'predicted',
    ],
    colAligns: ['left', 'right', 'right', 'right', 'right'],
    style: { head: [], border: [] },
  })
  const rows: [keyof Figures, string][] = [
    ['mean', 'mean'],
    ['sd', 'standard deviation'],
    ['min', 'min'],
    ['p50', 'p50'],
    ['p95', 'p95'],
    ['p99', 'p99'],
    ['max', 'max'],
  ]
  for (const [key, name] of rows) {
    table.push([name, ...columns.map((figures) => figures[key].toFixed(0))])
  }
  return table.toString()
}
