import type { DelayRange } from './delay-range.ts'

const width = 720
const height = 300
const plot = { left: 56, right: 28, top: 56, bottom: 52 }
const plotWidth = width - plot.left - plot.right
const plotHeight = height - plot.top - plot.bottom
const barCount = 20

/**
 * Draws how observed delays spread, with the predicted range shaded and the count that even draws
 * would put into each bar as a line. It brings its own background, so that it can be read in a
 * light and in a dark report alike.
 */
export function histogramSvg(title: string, delays: readonly number[], range: DelayRange): string {
  const from = Math.min(...delays, range.shortestMs)
  const to = Math.max(...delays, range.longestMs, from + 1)
  const barMs = (to - from) / barCount
  const counts = countIn(delays, from, barMs)
  const predicted = (delays.length * barMs) / Math.max(range.longestMs - range.shortestMs, barMs)
  const tallest = Math.max(...counts, predicted)
  const x = (delayMs: number) => plot.left + ((delayMs - from) / (to - from)) * plotWidth
  const y = (count: number) => plot.top + plotHeight * (1 - count / tallest)
  const line = (count: number) =>
    `x1="${fixed(x(range.shortestMs))}" x2="${fixed(x(range.longestMs))}" y1="${fixed(y(count))}" y2="${fixed(y(count))}"`

  const bars = counts.map((count, index) => {
    const left = fixed(x(from + index * barMs) + 1)
    const shape = `x="${left}" y="${fixed(y(count))}" width="${fixed(plotWidth / barCount - 2)}" height="${fixed(y(0) - y(count))}"`
    return `<rect ${shape} fill="#2f6fb3"><title>${count}</title></rect>`
  })
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const delayMs = from + share * (to - from)
    return `<text x="${fixed(x(delayMs))}" y="${height - 30}" text-anchor="middle">${Math.round(delayMs)}</text>`
  })
  const levels = [0, Math.round(tallest / 2), Math.round(tallest)].map(
    (count) =>
      `<text x="${plot.left - 8}" y="${fixed(y(count) + 4)}" text-anchor="end">${count}</text>`,
  )

  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" font-family="system-ui, sans-serif" font-size="12" fill="#1b2733">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${width}" height="${height}" rx="8" fill="#ffffff" stroke="#c6d0da"/>`,
    `<text x="${plot.left}" y="26" font-size="15" font-weight="600">${escaped(title)}</text>`,
    `<text x="${plot.left}" y="44" fill="#52606d">${delays.length} observed; the line is what even draws from ${range.shortestMs} to ${range.longestMs} ms predict</text>`,
    `<rect x="${fixed(x(range.shortestMs))}" y="${plot.top}" width="${fixed(x(range.longestMs) - x(range.shortestMs))}" height="${plotHeight}" fill="#e8f0f8"/>`,
    ...bars,
    `<line ${line(predicted)} stroke="#c2410c" stroke-width="2"/>`,
    `<line x1="${plot.left}" x2="${width - plot.right}" y1="${y(0)}" y2="${y(0)}" stroke="#52606d"/>`,
    ...ticks,
    ...levels,
    `<text x="${plot.left + plotWidth / 2}" y="${height - 10}" text-anchor="middle" fill="#52606d">milliseconds</text>`,
    '</svg>',
  ].join('\n')
}

function countIn(delays: readonly number[], from: number, barMs: number): number[] {
  const counts = new Array<number>(barCount).fill(0)
  for (const delay of delays) {
    const bar = Math.min(Math.floor((delay - from) / barMs), barCount - 1)
    counts[bar] = (counts[bar] ?? 0) + 1
  }
  return counts
}

const fixed = (value: number) => value.toFixed(1)
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
