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

/** The names of colours, which differ in light and dark mode. */
export type Ink = 'observed' | 'expected' | 'sent' | 'confirmed' | 'announced' | 'waiting' | 'band'

export type Picture = {
  readonly title: string
  readonly subtitle: string
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

const width = 760
const margins = { left: 64, right: 28, top: 100, bottom: 52 }

const light =
  '--ground:#fff;--edge:#c6d0da;--ink:#1b2733;--quiet:#52606d;--grid:#e3e8ee;--observed:#2f6fb3;' +
  '--expected:#b83a08;--sent:#6b7785;--confirmed:#2f6fb3;--announced:#0b7a5b;--waiting:#b3bfcb;--band:#f8e6dc'
const dark =
  '--ground:#141a21;--edge:#364250;--ink:#e8eef4;--quiet:#a9b6c4;--grid:#26303b;--observed:#69abef;' +
  '--expected:#ff9d66;--sent:#98a5b3;--confirmed:#69abef;--announced:#3ccb9f;--waiting:#4b5968;--band:#3a2a21'

// Scoped to its class, so that it cannot affect a page that embeds it.
const style = [
  `.plot{${light}}`,
  `@media (prefers-color-scheme:dark){.plot{${dark}}}`,
  '.plot text{font:12px system-ui,"Segoe UI",Roboto,Arial,sans-serif;fill:var(--ink)}',
  '.plot .title{font-size:16px;font-weight:600}',
  '.plot .quiet{fill:var(--quiet)}',
].join('\n')

/** An SVG with title, legend and axes, for light and dark mode and for screen readers. */
export function svgOf(picture: Picture): string {
  const { title, subtitle, description, height, legend, draw, x: across, y: up } = picture
  const area = {
    left: margins.left,
    right: width - margins.right,
    top: margins.top,
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
    `<rect x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="8" fill="var(--ground)" stroke="var(--edge)"/>`,
    textAt([margins.left, 28], title, 'class="title"'),
    textAt([margins.left, 48], subtitle, 'class="quiet"'),
    ...legendOf(legend),
    ...gridOf(picture, place),
    ...draw(place),
    `<path d="M${area.left} ${area.bottom}H${area.right}" stroke="var(--quiet)"/>`,
    '</svg>',
  ].join('\n')
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
      textAt([area.left - 8, Number(y(value)) + 4], writtenUp(value), 'text-anchor="end"'),
    ]),
    ...ticksOf(across, 8).flatMap((value) => [
      `<path d="M${x(value)} ${area.top}V${area.bottom + 5}" stroke="var(--grid)"/>`,
      textAt([x(value), area.bottom + 20], writtenAcross(value), 'text-anchor="middle"'),
    ]),
    textAt(
      [(area.left + area.right) / 2, area.bottom + 40],
      across.label,
      'text-anchor="middle" class="quiet"',
    ),
    textAt([16, area.top - 14], up.label, 'class="quiet"'),
  ]
}

const letterWidth = 6.8

function legendOf(marks: readonly Mark[]): string[] {
  let left = margins.left
  return marks.flatMap(({ kind, ink, text }) => {
    const at = left
    left += 38 + text.length * letterWidth
    return [symbols[kind](at, `var(--${ink})`), textAt([fixed(at + 22), 68], text)]
  })
}

const symbols: Record<Mark['kind'], (left: number, ink: string) => string> = {
  dot: (left, ink) => `<circle cx="${fixed(left + 8)}" cy="64" r="4" fill="${ink}"/>`,
  line: (left, ink) => `<path d="M${fixed(left)} 64h16" stroke="${ink}" stroke-width="2"/>`,
  area: (left, ink) => `<rect x="${fixed(left)}" y="58" width="16" height="12" fill="${ink}"/>`,
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
