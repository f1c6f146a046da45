import { quantileSorted } from 'd3-array'
import type { DelayRange } from '../../support/delay-range.ts'
import { counted, rangeInWords } from './delays.ts'
import { type Place, roundRange, svgOf } from './frame.ts'

const marked = [
  ['p50', 0.5],
  ['p95', 0.95],
  ['p99', 0.99],
] as const

/**
 * The empirical cumulative distribution of the observed delays, with its percentiles, beside the
 * uniform distribution over the declared range.
 */
export function ecdfSvg(title: string, delays: readonly number[], range: DelayRange): string {
  const sorted = delays.toSorted((a, b) => a - b)
  const axis = roundRange([...delays, range.shortestMs, range.longestMs])
  const percentiles = marked.map(([name, share]) => {
    const timeMs = quantileSorted(sorted, share) ?? Number.NaN
    return { share, timeMs, label: `${name} ${counted(Math.round(timeMs))} ms` }
  })
  const inWords = percentiles.map(({ label }) => label).join(', ')
  return svgOf({
    title,
    notes: [`${counted(delays.length)} observed. Declared: uniform, ${rangeInWords(range)}.`],
    description: `The share of ${delays.length} delays that are no longer than each time: ${inWords}.`,
    height: 310,
    x: { ...axis, label: 'milliseconds' },
    y: {
      from: 0,
      to: 1,
      ticks: [0, 0.25, 0.5, 0.75, 1],
      written: (share) => `${share * 100} %`,
      label: 'share of the orders',
    },
    legend: [
      { kind: 'line', ink: 'observed', text: 'observed' },
      { kind: 'line', ink: 'expected', text: 'declared' },
      { kind: 'dot', ink: 'observed', text: inWords },
    ],
    draw: (place) => [
      declared(place, range, axis),
      observed(place, sorted, axis),
      ...percentiles.map(
        ({ share, timeMs, label }) =>
          `<circle cx="${place.x(timeMs)}" cy="${place.y(share)}" r="4.5" fill="var(--observed)" stroke="var(--ground)"><title>${label}</title></circle>`,
      ),
    ],
  })
}

type Span = { readonly from: number; readonly to: number }

const declared = ({ x, y }: Place, { shortestMs, longestMs }: DelayRange, { from, to }: Span) =>
  `<path d="M${x(from)} ${y(0)}H${x(shortestMs)}L${x(longestMs)} ${y(1)}H${x(to)}" fill="none" stroke="var(--expected)" stroke-width="2"/>`

function observed({ x, y }: Place, sorted: readonly number[], { from, to }: Span): string {
  const steps = sorted.map((timeMs, index) => `H${x(timeMs)}V${y((index + 1) / sorted.length)}`)
  return `<path d="M${x(from)} ${y(0)}${steps.join('')}H${x(to)}" fill="none" stroke="var(--observed)" stroke-width="2"/>`
}
