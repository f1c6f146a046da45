import type { DelayRange } from '../../support/delay-range.ts'
import type { OrderTimes } from '../measures.ts'
import { counted, rangeInWords } from './delays.ts'
import { fixed, type Place, roundRange, svgOf } from './frame.ts'

/** More rows would be too thin to distinguish. */
const maxRows = 500
/** As high as two other pictures, beside which the page puts it. */
const height = 640
/** About what the axes and texts leave of it. */
const plotHeight = 450

/**
 * A timeline with one row per order, in the order of confirmation: when it was sent and confirmed,
 * when PENDING and EXECUTED were received, and the declared range for EXECUTED.
 */
export function timelineSvg(
  title: string,
  orders: readonly OrderTimes[],
  executionDelay: DelayRange,
): string {
  const rows = evenly(orders, maxRows).toSorted((a, b) => a.confirmedAtMs - b.confirmedAtMs)
  const times = rows.flatMap((row) => [
    row.announcedAtMs,
    row.executedAtMs,
    row.confirmedAtMs + executionDelay.longestMs,
  ])
  const last = Math.max(...orders.map(({ executedAtMs }) => executedAtMs))
  const shown = rows.length < orders.length ? ` (${counted(rows.length)} shown)` : ''
  return svgOf({
    title,
    notes: [
      `${counted(orders.length)} orders${shown} in the order of confirmation. Declared execution delay: ${rangeInWords(executionDelay)}.`,
    ],
    description: `${orders.length} orders were sent within ${sentWithin(orders)} ms. The last was executed ${Math.round(last)} ms after the first was sent.`,
    height,
    x: { ...roundRange([0, ...times]), label: 'milliseconds since the first was sent' },
    y: { from: rows.length, to: 0, label: 'order' },
    legend: [
      { kind: 'dot', ink: 'sent', text: 'sent' },
      { kind: 'line', ink: 'waiting', text: 'waiting' },
      { kind: 'dot', ink: 'confirmed', text: 'confirmed' },
      { kind: 'dot', ink: 'announced', text: 'PENDING received' },
      { kind: 'dot', ink: 'executed', text: 'EXECUTED received' },
      { kind: 'area', ink: 'band', text: 'declared' },
    ],
    draw: (place) => {
      const thickness = Math.max(plotHeight / rows.length, 1)
      const size = Math.min(Math.max(thickness * 0.8, 1.8), 5)
      return [
        band(place, rows, executionDelay),
        waits(place, rows, Math.min(thickness * 0.5, 2)),
        dots(place, rows, 'sent', size),
        // PENDING usually coincides with the confirmation, so that dot is larger.
        dots(place, rows, 'confirmed', size * 1.8),
        dots(place, rows, 'announced', size),
        dots(place, rows, 'executed', size),
      ]
    },
  })
}

/** One path, because a thousand shapes would make a large file. */
function dots(
  { x, y }: Place,
  rows: readonly OrderTimes[],
  what: 'sent' | 'confirmed' | 'announced' | 'executed',
  size: number,
): string {
  const points = rows.map((row, index) => `M${x(row[`${what}AtMs`])} ${y(index + 0.5)}h0`)
  return `<path d="${points.join('')}" stroke="var(--${what})" stroke-width="${fixed(size)}" stroke-linecap="round"/>`
}

function waits({ x, y }: Place, rows: readonly OrderTimes[], size: number): string {
  const lines = rows.map(
    (row, index) => `M${x(row.sentAtMs)} ${y(index + 0.5)}H${x(row.confirmedAtMs)}`,
  )
  return `<path d="${lines.join('')}" stroke="var(--waiting)" stroke-width="${fixed(size)}"/>`
}

/**
 * The declared execution range of all rows as one outline: down the earliest edge, up the latest.
 */
function band({ x, y }: Place, rows: readonly OrderTimes[], range: DelayRange): string {
  const edge = (delayMs: number) =>
    rows.map(
      ({ confirmedAtMs }, index) => [x(confirmedAtMs + delayMs), y(index), y(index + 1)] as const,
    )
  const down = edge(range.shortestMs).map(([at, top, bottom]) => `${at} ${top} ${at} ${bottom}`)
  const up = edge(range.longestMs)
    .toReversed()
    .map(([at, top, bottom]) => `${at} ${bottom} ${at} ${top}`)
  return `<path d="M${[...down, ...up].join('L')}Z" fill="var(--band)" fill-opacity=".6"/>`
}

/** At most `max` items, evenly spaced. */
function evenly<T>(all: readonly T[], max: number): T[] {
  const step = Math.max(all.length / max, 1)
  return all.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step))
}

const sentWithin = (orders: readonly OrderTimes[]) =>
  Math.round(Math.max(...orders.map(({ sentAtMs }) => sentAtMs)))
