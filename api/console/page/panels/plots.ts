import { numberText } from '../../store/instant-text.ts'
import { switchJournal } from '../../store/journal-actions.ts'
import { delayFor, delaysText, rangeOf } from '../../store/plots/delay-text.ts'
import { histogramOf } from '../../store/plots/histogram.ts'
import { rateSeconds } from '../../store/plots/rates.ts'
import { actionButton } from '../action-button.ts'
import type { Desk } from '../desk.ts'
import { html, nothing, type TemplateResult } from '../lit-html/lit-html.js'
import type { Panel } from '../panel.ts'
import { createPlotsFeed } from '../plots-feed.ts'
import { createPlots } from './plot.ts'

const feed = createPlotsFeed()
const drawn = createPlots()

/** The endpoint whose latency is shown. */
let endpoint = 'POST /orders'

const endpoints = [
  'POST /orders',
  'GET /orders',
  'GET /orders/{orderId}',
  'DELETE /orders/{orderId}',
]

/** Rates, delays and listeners of the venue, as they are now. */
export const plots: Panel = {
  id: 'plots',
  title: 'Plots',
  place: 'main',
  view(desk) {
    feed.read(desk)
    const { state } = desk.venue
    if (!state) return html`<p class="empty hint">Reads the venue…</p>`
    const { readings } = feed.series
    const last = readings.at(readings.end - 1)
    return html`
      <div class="plots">
        ${desk.view.at === undefined ? nothing : html`<p class="hint">The plots show the present, not the past.</p>`}
        ${figure('rates', 'Orders per second', ratesText(desk), legend)}
        ${figure('execution', 'Execution delay', delaysText(executionDelays(), 'orders', state.executionDelayMs))}
        ${figure('latency', 'Latency', latencyText(desk), latencyTools(desk))}
        ${figure('listeners', 'Subscribers', `${numberText(last?.listeners ?? 0)} subscribers`)}
        ${figure('unread', 'Unread bytes', `${numberText(last?.unreadBytes ?? 0)} bytes sent and not read yet`)}
      </div>`
  },
  draw(desk) {
    if (desk.venue.state) drawn.draw(dataOf(desk))
  },
}

const figure = (
  id: string,
  title: string,
  text: string,
  more: TemplateResult | typeof nothing = nothing,
) => html`
  <figure>
    <h3>${title} ${more}</h3>
    <div class="plot" id=${`plot-${id}`} role="img" aria-label=${`${title}: ${text}`}></div>
    <figcaption>${text}</figcaption>
  </figure>`

const legend = html`<span class="legend"><span class="placed">placed</span> <span class="executed">executed</span>
  <span class="cancelled">cancelled</span></span>`

const executionDelays = () => [...feed.series.executionDelays.from()]
const latencies = () => [...(feed.series.latencies.get(endpoint)?.from() ?? [])]

const nowOf = ({ venue: { state } }: Desk) => state?.clock.now ?? ''

function ratesText(desk: Desk): string {
  const [, ...kinds] = feed.series.rates.upTo(nowOf(desk))
  const [placed, executed, cancelled] = kinds.map((counts) =>
    numberText(counts.reduce((sum, count) => sum + count, 0)),
  )
  return `${placed} placed, ${executed} executed, ${cancelled} cancelled in the last ${rateSeconds} s of the venue's time`
}

function latencyText({ venue: { state } }: Desk): string {
  if (!state?.journal) return 'Only a journal knows the latency.'
  return delaysText(latencies(), 'requests', delayFor(state.latencyMs, endpoint))
}

const latencyTools = (desk: Desk) =>
  desk.venue.state?.journal
    ? html`<select aria-label="Endpoint" @change=${({ target }: { target: HTMLSelectElement }) => {
        endpoint = target.value
        desk.redraw()
      }}>${endpoints.map((one) => html`<option ?selected=${one === endpoint}>${one}</option>`)}</select>`
    : actionButton(desk, switchJournal(desk.venue.name, true))

/** What each plot draws. */
function dataOf(desk: Desk) {
  const { latencyMs, executionDelayMs } = desk.venue.state ?? {}
  const readings = [...feed.series.readings.from()]
  const times = readings.map(({ atS }) => atS)
  const executionRange = rangeOf(executionDelayMs)
  const latencyRange = latencyMs === undefined ? undefined : rangeOf(delayFor(latencyMs, endpoint))
  return {
    rates: { kind: 'rates' as const, columns: feed.series.rates.upTo(nowOf(desk)) },
    execution: {
      kind: 'histogram' as const,
      range: executionRange,
      histogram: histogramOf(executionDelays(), executionRange),
    },
    latency: {
      kind: 'histogram' as const,
      range: latencyRange,
      histogram: histogramOf(latencies(), latencyRange),
    },
    listeners: { kind: 'line' as const, columns: [times, readings.map((one) => one.listeners)] },
    unread: { kind: 'line' as const, columns: [times, readings.map((one) => one.unreadBytes)] },
  }
}
