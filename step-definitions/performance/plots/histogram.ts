import { bin } from 'd3-array'
import type { DelayRange } from '../../support/delay-range.ts'
import { counted, rangeInWords } from './delays.ts'
import { roundRange, svgOf } from './frame.ts'

const barCount = 20

/** Of even draws, how much of what is expected of a bar it strays by chance, 95 times in a hundred. */
const sureness = 1.96

type Bar = { readonly from: number; readonly to: number; readonly isLast: boolean }

/**
 * Draws how observed delays spread, with the count that even draws from the declared range would put
 * into each bar, and how far that strays by chance. Delays outside the range widen it.
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
    subtitle: `${counted(delays.length)} observed, declared to be spread evenly over ${rangeInWords(range)}`,
    description: `Of ${delays.length} delays, so many are in each of ${bars.length} ranges: ${bars
      .map(({ from, to, count }) => `${from} to ${to} ms ${count}`)
      .join(', ')}.`,
    height: 340,
    x: { ...axis, label: 'milliseconds' },
    y: { from: 0, to: roundRange([0, highest]).to, label: 'orders' },
    legend: [
      { kind: 'area', ink: 'observed', text: 'observed' },
      { kind: 'line', ink: 'expected', text: 'expected' },
      { kind: 'area', ink: 'band', text: 'where chance leaves 95 of 100 bars' },
    ],
    draw: ({ x, y }) => [
      // One path for all of them, without a seam in between.
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

/** How many of so many even draws are expected in a bar, and between which numbers they stay. */
function expectedIn(bar: Bar, draws: number, range: DelayRange) {
  const share = shareIn(bar, range)
  const expected = draws * share
  const astray = sureness * Math.sqrt(expected * (1 - share))
  return { expected, least: Math.max(expected - astray, 0), most: expected + astray }
}

/** Which share of even draws from a range falls into a bar; the last holds its own end, too. */
function shareIn({ from, to, isLast }: Bar, { shortestMs, longestMs }: DelayRange): number {
  if (shortestMs === longestMs) {
    return from <= shortestMs && (shortestMs < to || (isLast && shortestMs === to)) ? 1 : 0
  }
  const common = Math.min(to, longestMs) - Math.max(from, shortestMs)
  return Math.max(common, 0) / (longestMs - shortestMs)
}
