import { cpus } from 'node:os'
import Table from 'cli-table3'
import type { Comparison, Figures, Ratio } from './comparison.ts'
import { isOff, type Quantity } from './quantity.ts'

/** Comparisons that are read together. */
export interface Section {
  readonly title: string
  /** What the figures in the second line of each row are of. */
  readonly baseline: string
  readonly comparisons: readonly Comparison[]
}

/** Whether a target was missed. CPU time decides: others on the machine disturb it least. */
export const isMissed = ({ target = 0, cpuRatio }: Comparison): boolean => cpuRatio.median < target

/** The machine that was measured on, in a line. */
export function machine(): string {
  const [cpu] = cpus()
  return `${cpus().length} × ${cpu?.model.trim()}, ${process.platform} ${process.arch}, Node ${process.version}`
}

const count = (value: number) => Math.round(value).toLocaleString('en')
const tenths = (value: number) => value.toFixed(1)
const ratio = ({ median, quartiles: [low, high] }: Ratio) =>
  `${median.toFixed(2)}\n${low.toFixed(2)}–${high.toFixed(2)}`

/** Papertape above what it is measured against, and their ratios with the middle half of the rounds. */
export function comparisonTable({ title, baseline, comparisons }: Section): string {
  const table = new Table({
    head: [
      title,
      'per s',
      'p50 ms',
      'p99 ms',
      'CPU µs each',
      'throughput',
      'per CPU time',
      'target',
    ],
    colAligns: ['left', 'right', 'right', 'right', 'right', 'right', 'right', 'left'],
    style: { head: [], border: [] },
  })
  for (const comparison of comparisons) {
    const { name, subject, baseline: other } = comparison
    const both = (show: (figures: Figures) => string) => `${show(subject)}\n${show(other)}`
    table.push([
      `${name}\n  ${baseline}`,
      both(({ perSecond }) => count(perSecond)),
      both(({ p50Ms }) => tenths(p50Ms)),
      both(({ p99Ms }) => tenths(p99Ms)),
      both(({ cpuMicros }) => tenths(cpuMicros)),
      ratio(comparison.throughputRatio),
      ratio(comparison.cpuRatio),
      verdict(comparison.target, 'at least', isMissed(comparison)),
    ])
  }
  return table.toString()
}

/** Figures that stand by themselves. */
export function quantityTable(quantities: readonly Quantity[]): string {
  const table = new Table({
    head: ['by itself', 'measured', '', 'target'],
    colAligns: ['left', 'right', 'left', 'left'],
    style: { head: [], border: [] },
  })
  for (const quantity of quantities) {
    const { name, value, unit, bound, target } = quantity
    const shown = value < 10 ? value.toFixed(2) : count(value)
    table.push([name, shown, unit, verdict(target, bound, isOff(quantity))])
  }
  return table.toString()
}

const verdict = (target: number | undefined, bound: string, missed: boolean) =>
  target === undefined ? '' : `${bound} ${target}\n${missed ? 'MISSED' : 'met'}`
