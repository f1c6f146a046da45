import type { JournalEntry } from '../../control/journal-contract.ts'
import { msBetween } from '../store/instant-text.ts'
import { listEntries } from '../store/journal-actions.ts'
import { createRates } from '../store/plots/rates.ts'
import { createRingBuffer } from '../store/ring-buffer.ts'
import { pathOf } from '../store/timeline/entry-facts.ts'
import { outcomeOf } from './api.ts'
import type { Desk } from './desk.ts'

/** The last values that a histogram shows. */
const mostValues = 2000

/** Two minutes of readings, two a second. */
const mostReadings = 240

const pageSize = 1000

/** What the plots show. */
interface Series {
  readonly rates: ReturnType<typeof createRates>
  /** From placement to execution, in milliseconds of the venue's time. */
  readonly executionDelays: ReturnType<typeof createRingBuffer<number>>
  /** By endpoint: from the arrival of a request to its reply. */
  readonly latencies: Map<string, ReturnType<typeof createRingBuffer<number>>>
  readonly readings: ReturnType<typeof createRingBuffer<Reading>>
  /** The next message to count. */
  arrival: number
  /** The last entry that was counted. */
  entry: number
}

interface Reading {
  readonly atS: number
  readonly listeners: number
  readonly unreadBytes: number
}

const createSeries = (): Series => ({
  rates: createRates(),
  executionDelays: createRingBuffer<number>(mostValues),
  latencies: new Map(),
  readings: createRingBuffer<Reading>(mostReadings),
  arrival: 0,
  entry: 0,
})

/** Counts what has arrived. */
function countArrivals(series: Series, { venue: { store } }: Desk): void {
  if (!store) return
  for (const { message, mark } of store.arrivals.from(series.arrival)) {
    if (mark === 'repeated') continue
    series.rates.add(message)
    if (message.orderStatus !== 'EXECUTED') continue
    series.executionDelays.add(msBetween(message.placedAt, message.executedAt))
  }
  series.arrival = store.arrivals.end
}

/** The endpoint of a request to the orders; undefined for another. */
function endpointOf(entry: JournalEntry): string | undefined {
  const [, id, rest] = /^\/orders(\/[^/]+)?(\/.*)?$/.exec(pathOf(entry)) ?? []
  if (entry.kind !== 'request' || rest !== undefined) return undefined
  return pathOf(entry).startsWith('/orders')
    ? `${entry.method} /orders${id === undefined ? '' : '/{orderId}'}`
    : undefined
}

/** Counts entries with a reply. Those without one are read again, unless many have followed. */
function countEntries(series: Series, entries: readonly JournalEntry[]): void {
  for (const [index, entry] of entries.entries()) {
    const mayFinish = !entry.reply && !entry.stream && entries.length - index < pageSize / 2
    if (mayFinish) return
    series.entry = entry.id
    const endpoint = endpointOf(entry)
    if (endpoint === undefined || !entry.reply) continue
    const values = series.latencies.get(endpoint) ?? createRingBuffer<number>(mostValues)
    series.latencies.set(endpoint, values)
    values.add(entry.reply.tookMs)
  }
}

/** Reads what the plots show, whenever the state of the venue was read. */
export function createPlotsFeed() {
  let series = createSeries()
  let source = ''
  let readFor: Desk['venue']['state']
  let isReading = false

  async function readJournal({ urls, venue: { name } }: Desk, into: Series): Promise<void> {
    isReading = true
    const outcome = await outcomeOf(urls, listEntries(name, into.entry))
    if ('reply' in outcome) countEntries(into, outcome.reply.body as JournalEntry[])
    isReading = false
  }

  return {
    get series(): Series {
      return series
    },
    read(desk: Desk): void {
      const { name, state } = desk.venue
      if (!state || readFor === state) return
      readFor = state
      const now = `${name} ${state.logId} ${state.journal}`
      if (now !== source) series = createSeries()
      source = now
      countArrivals(series, desk)
      const { listeners, unreadBytes } = state
      series.readings.add({ atS: Date.now() / 1000, listeners, unreadBytes })
      if (state.journal && !isReading) void readJournal(desk, series)
    },
  }
}
