import { spanText, timeOf } from '../../store/instant-text.ts'
import type { Histogram, Range } from '../../store/plots/histogram.ts'
import uPlot from '../uplot/uplot.js'

/** What a plot draws. */
export type PlotData =
  | { readonly kind: 'rates' | 'line'; readonly columns: readonly (readonly number[])[] }
  | { readonly kind: 'histogram'; readonly histogram: Histogram; readonly range: Range | undefined }

const height = 150

/** A colour of the page's style. */
const colour = (name: string) => getComputedStyle(document.body).getPropertyValue(`--${name}`)

const resolved = (name: string) => {
  const probe = document.createElement('span')
  probe.className = `probe-${name}`
  document.body.append(probe)
  const { color } = getComputedStyle(probe)
  probe.remove()
  return color
}

const axis = (): uPlot.Axis => ({
  stroke: resolved('muted'),
  grid: { stroke: resolved('line'), width: 1 },
  ticks: { stroke: resolved('line'), width: 1 },
  font: `11px ${getComputedStyle(document.body).fontFamily}`,
})

const atLeastOne: uPlot.Scale.Range = (_, __, most) => [0, Math.max(1, most ?? 1)]

const lineOf = (name: string, fills = false): uPlot.Series => ({
  stroke: resolved(name),
  width: 1.5,
  points: { show: false },
  ...(fills && { fill: resolved('tint') }),
})

const timeTexts = (_: uPlot, seconds: number[]) =>
  seconds.map((second) => timeOf(new Date(second * 1000).toISOString()).slice(0, 8))

const spanTexts = (_: uPlot, spans: number[]) => spans.map(spanText)

/** Counts are whole. */
const wholeSteps = [1, 2, 5].flatMap((step) => [step, step * 10, step * 100, step * 1000])
const steps = [...wholeSteps, ...wholeSteps.map((step) => step * 10_000)].toSorted((a, b) => a - b)

/** What can change about a plot without making it anew. */
type Shown = () => PlotData

function optionsOf(kind: PlotData['kind'], width: number, shown: Shown): uPlot.Options {
  const isHistogram = kind === 'histogram'
  const names = kind === 'rates' ? ['accent', 'executed', 'cancelled'] : ['accent']
  const x = { ...axis(), space: 70, values: isHistogram ? spanTexts : timeTexts }
  return {
    width,
    height,
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { time: !isHistogram, range: (_, from, to) => [from, to + widthOf(shown())] },
      y: { range: atLeastOne },
    },
    axes: [x, { ...axis(), size: 48, incrs: steps }],
    series: [
      {},
      ...names.map((name) =>
        isHistogram ? { ...lineOf(name, true), paths: barsOf() } : lineOf(name),
      ),
    ],
    hooks: { drawClear: [(plot) => shade(plot, rangeIn(shown()))] },
  }
}

/** The last bar stands to the right of its value. */
const widthOf = (data: PlotData) => (data.kind === 'histogram' ? data.histogram.width : 0)

const rangeIn = (data: PlotData) => (data.kind === 'histogram' ? data.range : undefined)

const barsOf = () => uPlot.paths.bars?.({ size: [1], align: 1 }) ?? (() => null)

/** Shades what is configured, behind the bars. */
function shade(plot: uPlot, range: Range | undefined): void {
  if (!range) return
  const { ctx, bbox } = plot
  const [from, to] = [range.from, range.to].map((value) => plot.valToPos(value, 'x', true)) as [
    number,
    number,
  ]
  ctx.save()
  ctx.fillStyle = resolved('band')
  ctx.fillRect(from, bbox.top, Math.max(2, to - from), bbox.height)
  ctx.restore()
}

const columnsOf = (data: PlotData): uPlot.AlignedData =>
  // `as`: uPlot only reads them.
  (data.kind === 'histogram'
    ? [data.histogram.starts, data.histogram.counts]
    : data.columns) as unknown as uPlot.AlignedData

/** Draws each plot into the element `plot-…`. Follows the size of the page and its colours. */
export function createPlots() {
  const plots = new Map<
    string,
    { readonly plot: uPlot; readonly host: HTMLElement; readonly look: string }
  >()
  const shown = new Map<string, PlotData>()

  function drawOne(name: string, data: PlotData): void {
    const host = document.getElementById(`plot-${name}`)
    if (!host) return
    const look = `${host.clientWidth} ${colour('paper')} ${matchMedia('(prefers-color-scheme: dark)').matches}`
    shown.set(name, data)
    const known = plots.get(name)
    if (known?.host === host && known.look === look) {
      known.plot.setData(columnsOf(data))
      return
    }
    known?.plot.destroy()
    const plot = new uPlot(
      optionsOf(data.kind, host.clientWidth, () => shown.get(name) ?? data),
      columnsOf(data),
      host,
    )
    plots.set(name, { plot, host, look })
  }

  return {
    draw(all: Readonly<Record<string, PlotData>>): void {
      for (const [name, data] of Object.entries(all)) drawOne(name, data)
    },
  }
}
