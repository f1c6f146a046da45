import { bin } from 'd3-array'
import type { DelayRange } from '../../support/delay-range.ts'
import { counted, rangeInWords } from './delays.ts'
import { type Ink, roundRange, svgOf } from './frame.ts'

const barCount = 20

/** The 95 % interval of a normal distribution, in standard deviations. */
const deviations = 1.96

type Bar = { readonly from: number; readonly to: number; readonly isLast: boolean }

/**
 * A histogram of the observed delays. Each bar has its expected count for uniform delays over the
 * declared range, and the interval of 95 % of such counts. Delays beyond the range have a colour of
 * their own, and a note says how many there are.
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
    const beyond = members.filter((delay) => beyondMs(delay, range) > 0).length
    return { ...bar, count: members.length, beyond, ...expectedIn(bar, delays.length, range) }
  })
  const highest = Math.max(...bars.flatMap(({ count, most }) => [count, most]))
  return svgOf({
    title,
    notes: [
      `${counted(delays.length)} observed. Declared: uniform, ${rangeInWords(range)}.`,
      beyondInWords(delays, range),
    ],
    description: `The number of ${delays.length} delays in each of ${bars.length} ranges: ${bars
      .map(({ from, to, count }) => `${from} to ${to} ms ${count}`)
      .join(', ')}.`,
    height: 310,
    x: { ...axis, label: 'milliseconds' },
    y: { from: 0, to: roundRange([0, highest]).to, label: 'orders' },
    legend: [
      { kind: 'area', ink: 'observed', text: 'observed' },
      ...(bars.some(({ beyond }) => beyond > 0)
        ? [{ kind: 'area', ink: 'beyond', text: 'beyond' } as const]
        : []),
      { kind: 'line', ink: 'expected', text: 'expected' },
      { kind: 'area', ink: 'band', text: '95 % of such counts' },
    ],
    draw: ({ x, y }) => [
      // One path, so that there are no seams between bars.
      `<path d="${bars
        .map(
          ({ from, to, least, most }) => `M${x(from)} ${y(least)}H${x(to)}V${y(most)}H${x(from)}Z`,
        )
        .join('')}" fill="var(--band)" fill-opacity=".6"/>`,
      ...bars.map(({ from, to, count, beyond }) => {
        const [left, right] = [x(from), x(to)]
        const box = (ink: Ink, low: number, high: number) =>
          `<path d="M${left} ${y(low)}V${y(high)}H${right}V${y(low)}Z" fill="var(--${ink})" fill-opacity=".6" stroke="var(--ground)"/>`
        const within = count - beyond
        const boxes = [
          box('observed', 0, within),
          ...(beyond > 0 ? [box('beyond', within, count)] : []),
        ]
        return `<g><title>${from} to ${to} ms: ${count}</title>${boxes.join('')}</g>`
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

/** By how much a delay is shorter or longer than declared, or 0. */
const beyondMs = (delay: number, { shortestMs, longestMs }: DelayRange) =>
  Math.max(shortestMs - delay, delay - longestMs, 0)

/** How many delays are beyond the declared range, and by how much. */
function beyondInWords(delays: readonly number[], range: DelayRange): string {
  const beyond = delays.map((delay) => beyondMs(delay, range)).filter((ms) => ms > 0)
  if (beyond.length === 0) return 'None is beyond that range.'
  const mostMs = Math.max(...beyond)
  return (
    `${counted(beyond.length)} beyond that range, by at most ${mostMs < 10 ? mostMs.toFixed(1) : counted(Math.round(mostMs))} ms: ` +
    'the client’s times include network and processing.'
  )
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
