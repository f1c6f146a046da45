import { readFileSync } from 'node:fs'
import { nice, ticks } from 'd3-array'

/** The plot area, in the units of the picture. */
export type PlotArea = {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

export type Axis = {
  readonly from: number
  readonly to: number
  readonly label: string
  /** The labelled values; by default some round ones. */
  readonly ticks?: readonly number[]
  readonly written?: (value: number) => string
}

export type Mark = {
  readonly kind: 'dot' | 'line' | 'area'
  readonly ink: Ink
  readonly text: string
}

/** What a colour stands for. */
export type Ink = keyof typeof inks

export type Picture = {
  readonly title: string
  /** Sentences, each on lines of its own. */
  readonly notes: readonly string[]
  /** For screen readers. */
  readonly description: string
  readonly height: number
  readonly x: Axis
  readonly y: Axis
  readonly legend: readonly Mark[]
  /** The SVG elements in the plot area. */
  readonly draw: (place: Place) => readonly string[]
}

export type Place = {
  readonly x: (value: number) => string
  readonly y: (value: number) => string
  readonly area: PlotArea
}

/** As wide as a phone shows without scaling; the page puts two pictures side by side. */
const width = 360
const margins = { left: 48, right: 14, bottom: 48 }
const [lineHeight, letterWidth] = [17, 6.6]

/** The page's names of the colours. */
const inks = {
  ground: 'paper',
  ink: 'ink',
  quiet: 'quiet',
  grid: 'line',
  band: 'line',
  waiting: 'line',
  observed: 'link',
  expected: 'ink',
  beyond: 'skipped',
  sent: 'quiet',
  confirmed: 'link',
  announced: 'passed',
  executed: 'skipped',
} as const

/** The values of the page's style sheet, in light and in dark mode. */
const [light, dark] = [
  ...readFileSync(new URL('../../reports/page/styles/book.css', import.meta.url), 'utf8').matchAll(
    /:root \{([^}]*)\}/g,
  ),
].map(
  ([, block = '']) =>
    new Map(
      [...block.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name = '', value = '']) => [
        name,
        value.replaceAll(/\s+/g, ' '),
      ]),
    ),
)

const coloursIn = (mode: ReadonlyMap<string, string> | undefined) =>
  Object.entries(inks)
    .map(([ink, name]) => `--${ink}:${mode?.get(name)}`)
    .join(';')

// Scoped to its class, so that it cannot affect a page that embeds it.
const style = [
  `.plot{${coloursIn(light)}}`,
  `@media (prefers-color-scheme:dark){.plot{${coloursIn(dark)}}}`,
  `.plot text{font:13px ${light?.get('serif')};fill:var(--ink)}`,
  '.plot .title{font-size:17px}',
  '.plot .quiet{fill:var(--quiet)}',
].join('\n')

/** An SVG with title, legend and axes, for light and dark mode and for screen readers. */
export function svgOf(picture: Picture): string {
  const { title, notes, description, height, legend, draw, x: across, y: up } = picture
  const lines = notes.flatMap(wrapped)
  const { marks, rows } = legendOf(legend, 41 + lines.length * lineHeight)
  const area = {
    left: margins.left,
    right: width - margins.right,
    top: 66 + (lines.length + rows) * lineHeight,
    bottom: height - margins.bottom,
  }
  const place = {
    area,
    x: scale(across, [area.left, area.right]),
    y: scale(up, [area.bottom, area.top]),
  }
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="plot" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<desc>${escaped(description)}</desc>`,
    `<style>${style}</style>`,
    `<rect width="${width}" height="${height}" fill="var(--ground)"/>`,
    textAt([0, 20], title, 'class="title"'),
    ...lines.map((line, index) => textAt([0, 40 + index * lineHeight], line, 'class="quiet"')),
    ...marks,
    ...gridOf(picture, place),
    ...draw(place),
    `<path d="M${area.left} ${area.bottom}H${area.right}" stroke="var(--quiet)"/>`,
    '</svg>',
  ].join('\n')
}

/** The lines of a text. */
function wrapped(text: string): string[] {
  const longest = Math.floor(width / letterWidth)
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + word.length >= longest) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}

/** A range with round bounds around all these values. */
export function roundRange(values: readonly number[]): { from: number; to: number } {
  const [least, most] = [Math.min(...values), Math.max(...values)]
  const [from, to] = nice(least, Math.max(most, least + 1), 8)
  return { from, to }
}

const textAt = (
  [x, y]: readonly [x: number | string, y: number | string],
  text: string,
  how = '',
) => `<text x="${x}" y="${y}" ${how}>${escaped(text)}</text>`

export const fixed = (value: number) => `${Math.round(value * 10) / 10}`

function scale({ from, to }: Axis, [start, end]: readonly [number, number]) {
  return (value: number) => fixed(start + ((value - from) / (to - from)) * (end - start))
}

const ticksOf = ({ from, to, ticks: given }: Axis, count: number) => given ?? ticks(from, to, count)

const plain = (value: number) => value.toLocaleString('en')

function gridOf({ x: across, y: up }: Picture, { area, x, y }: Place): string[] {
  const { written: writtenAcross = plain } = across
  const { written: writtenUp = plain } = up
  return [
    ...ticksOf(up, 5).flatMap((value) => [
      `<path d="M${area.left} ${y(value)}H${area.right}" stroke="var(--grid)"/>`,
      textAt([area.left - 7, Number(y(value)) + 4], writtenUp(value), 'text-anchor="end"'),
    ]),
    ...ticksOf(across, 5).flatMap((value) => [
      `<path d="M${x(value)} ${area.top}V${area.bottom + 5}" stroke="var(--grid)"/>`,
      textAt([x(value), area.bottom + 19], writtenAcross(value), 'text-anchor="middle"'),
    ]),
    textAt(
      [(area.left + area.right) / 2, area.bottom + 38],
      across.label,
      'text-anchor="middle" class="quiet"',
    ),
    textAt([0, area.top - 10], up.label, 'class="quiet"'),
  ]
}

/** The marks from the left, in as many rows as they need. */
function legendOf(legend: readonly Mark[], top: number): { marks: string[]; rows: number } {
  let [left, row] = [0, 0]
  const marks = legend.flatMap(({ kind, ink, text }) => {
    const wide = 34 + text.length * letterWidth
    if (left > 0 && left + wide > width) [left, row] = [0, row + 1]
    const [x, y] = [left, top + row * lineHeight]
    left += wide
    return [symbols[kind](x, y, `var(--${ink})`), textAt([fixed(x + 22), y + 4], text)]
  })
  return { marks, rows: row + 1 }
}

const symbols: Record<Mark['kind'], (x: number, y: number, ink: string) => string> = {
  dot: (x, y, ink) => `<circle cx="${fixed(x + 8)}" cy="${y}" r="4" fill="${ink}"/>`,
  line: (x, y, ink) => `<path d="M${fixed(x)} ${y}h16" stroke="${ink}" stroke-width="2"/>`,
  area: (x, y, ink) =>
    `<rect x="${fixed(x)}" y="${y - 6}" width="16" height="12" fill="${ink}" fill-opacity=".6"/>`,
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
