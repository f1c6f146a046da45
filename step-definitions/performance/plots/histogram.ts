import { bin } from 'd3-array'
import type { DelayRange } from '../../support/delay-range.ts'
import { counted, rangeInWords } from './delays.ts'
import { roundRange, svgOf } from './frame.ts'

const barCount = 20

/** The 95 % interval of a normal distribution, in standard deviations. */
const deviations = 1.96

type Bar = { readonly from: number; readonly to: number; readonly isLast: boolean }

/**
 * A histogram of the observed delays. Each bar has its expected count for uniform delays over the
 * declared range, and the interval of 95 % of such counts. Delays outside the range widen the axis.
 */
export function histogramSvg(title: string, delays: readonly number[], range: DelayRange): string {
  const axis = roundRange([...delays, range.shortestMs, range.longestMs])
  const bins = bin().domain([axis.from, axis.to]).thresholds(barCount)(delays)
  const bars = bins.map((members, index) => {
    const bar = {
      from: members.x0 ?? axis.from,
      to: members.x1 ?? axis.to,
      isLast: index === bins.length - 1,
    }
    return { ...bar, count: members.length, ...expectedIn(bar, delays.length, range) }
  })
  const highest = Math.max(...bars.flatMap(({ count, most }) => [count, most]))
  return svgOf({
    title,
    subtitle: `${counted(delays.length)} observed; declared: uniform over ${rangeInWords(range)}`,
    description: `The number of ${delays.length} delays in each of ${bars.length} ranges: ${bars
      .map(({ from, to, count }) => `${from} to ${to} ms ${count}`)
      .join(', ')}.`,
    height: 340,
    x: { ...axis, label: 'milliseconds' },
    y: { from: 0, to: roundRange([0, highest]).to, label: 'orders' },
    legend: [
      { kind: 'area', ink: 'observed', text: 'observed' },
      { kind: 'line', ink: 'expected', text: 'expected' },
      { kind: 'area', ink: 'band', text: '95 % of expected counts' },
    ],
    draw: ({ x, y }) => [
      // One path, so that there are no seams between bars.
      `<path d="${bars
        .map(
          ({ from, to, least, most }) => `M${x(from)} ${y(least)}H${x(to)}V${y(most)}H${x(from)}Z`,
        )
        .join('')}" fill="var(--band)"/>`,
      ...bars.map(({ from, to, count }) => {
        const [left, right] = [Number(x(from)) + 3, Number(x(to)) - 3]
        return `<path d="M${left} ${y(0)}V${y(count)}H${right}V${y(0)}Z" fill="var(--observed)"><title>${from} to ${to} ms: ${count}</title></path>`
      }),
      `<path d="${bars
        .map(
          ({ from, to, expected }, index) =>
            `${index === 0 ? 'M' : 'L'}${x(from)} ${y(expected)}H${x(to)}`,
        )
        .join('')}" fill="none" stroke="var(--expected)" stroke-width="2"/>`,
    ],
  })
}

/** The expected count of uniform draws in a bar, and its 95 % interval. */
function expectedIn(bar: Bar, draws: number, range: DelayRange) {
  const share = shareIn(bar, range)
  const expected = draws * share
  const deviation = deviations * Math.sqrt(expected * (1 - share))
  return { expected, least: Math.max(expected - deviation, 0), most: expected + deviation }
}

/** The share of a uniform range that falls into a bar; the last bar includes its end. */
function shareIn({ from, to, isLast }: Bar, { shortestMs, longestMs }: DelayRange): number {
  if (shortestMs === longestMs) {
    return from <= shortestMs && (shortestMs < to || (isLast && shortestMs === to)) ? 1 : 0
  }
  const common = Math.min(to, longestMs) - Math.max(from, shortestMs)
  return Math.max(common, 0) / (longestMs - shortestMs)
}
