import { cpus } from 'node:os'
import Table from 'cli-table3'
import type { Scaling } from './cluster.bench.ts'
import type { Comparison, Figures, Ratio } from './comparison.ts'

/** A figure that has no baseline, and its target. */
export interface Quantity {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly bound: 'at least' | 'at most'
  readonly target: number
}

/** Whether a quantity misses its target. */
export const isOff = ({ value, bound, target }: Quantity): boolean =>
  bound === 'at least' ? value < target : value > target

/** Whether a comparison misses its target. The CPU ratio decides: other load affects it least. */
export const isMissed = ({ target = 0, cpuRatio }: Comparison): boolean => cpuRatio.median < target

/** The machine, in one line. */
export function machine(): string {
  const [cpu] = cpus()
  return `${cpus().length} × ${cpu?.model.trim()}, ${process.platform} ${process.arch}, Node ${process.version}`
}

const count = (value: number) => Math.round(value).toLocaleString('en')
const tenths = (value: number) => value.toFixed(1)
const ratio = ({ median, quartiles: [low, high] }: Ratio) =>
  `${median.toFixed(2)}\n${low.toFixed(2)}–${high.toFixed(2)}`
const verdict = (target: number | undefined, bound: string, missed: boolean) =>
  target === undefined ? '' : `${bound} ${target}\n${missed ? 'MISSED' : 'met'}`

function table(head: string[], rows: string[][]): string {
  const table = new Table({
    head,
    colAligns: head.map((name) => (name === head[0] || name === 'target' ? 'left' : 'right')),
    style: { head: [], border: [] },
  })
  table.push(...rows)
  return table.toString()
}

/** Each row shows papertape, the baseline below it, and their ratios with quartiles. */
export const comparisonTable = (
  title: string,
  baseline: string,
  comparisons: readonly Comparison[],
): string =>
  table(
    [title, 'per s', 'p50 ms', 'p99 ms', 'CPU µs each', 'throughput', 'per CPU time', 'target'],
    comparisons.map((comparison) => {
      const both = (show: (figures: Figures) => string) =>
        `${show(comparison.subject)}\n${show(comparison.baseline)}`
      return [
        `${comparison.name}\n  ${baseline}`,
        both(({ perSecond }) => count(perSecond)),
        both(({ p50Ms }) => tenths(p50Ms)),
        both(({ p99Ms }) => tenths(p99Ms)),
        both(({ cpuMicros }) => tenths(cpuMicros)),
        ratio(comparison.throughputRatio),
        ratio(comparison.cpuRatio),
        verdict(comparison.target, 'at least', isMissed(comparison)),
      ]
    }),
  )

const sum = (micros: readonly number[]) => micros.map(count).join(' + ')

/** CPU time decides how far nodes scale: a platform uses one core. */
export const scalingTable = (scalings: readonly Scaling[]): string =>
  table(
    [
      'orders in 12 venues',
      'per s',
      'p50 ms',
      'p99 ms',
      'CPU µs each: platforms',
      'NATS servers',
      'client',
      'per s with a core for each platform',
    ],
    scalings.map(({ name, perSecond, p50Ms, p99Ms, cpuMicros }) => [
      name,
      count(perSecond),
      tenths(p50Ms),
      tenths(p99Ms),
      sum(cpuMicros.platforms),
      sum(cpuMicros.servers),
      count(cpuMicros.client),
      count(1e6 / Math.max(...cpuMicros.platforms)),
    ]),
  )

export const quantityTable = (quantities: readonly Quantity[]): string =>
  table(
    ['without a baseline', 'measured', 'target'],
    quantities.map((quantity) => {
      const { name, value, unit, bound, target } = quantity
      const shown = `${value < 10 ? value.toFixed(2) : count(value)} ${unit}`
      return [name, shown, verdict(target, bound, isOff(quantity))]
    }),
  )
