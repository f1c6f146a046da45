import { msBetween, spanText } from '../instant-text.ts'
import { type Span, spansOf } from './spans.ts'
import type { Lane, TimelineRow } from './timeline-row.ts'
import type { Timeline } from './timeline-rows.ts'

/** How much the timeline shows: each step, or one row for each instant. */
export type Zoom = 'steps' | 'instants'

/** A row of the timeline as it is shown. */
export interface ShownRow extends TimelineRow {
  /** How much later than the row before. Empty in the same instant. */
  readonly since: string
  /** The requests in flight beside it. */
  readonly spans: readonly Span[]
  /** The lanes that are shown. */
  readonly lanes: readonly Lane[]
}

/** What a person chooses to see. */
export interface TimelineChoice {
  readonly only?: string | undefined
  readonly zoom?: Zoom | undefined
}

/** The rows to show: those of one order or all, each step or one row for each instant. */
export function shownRows(timeline: Timeline, { only, zoom }: TimelineChoice): ShownRow[] {
  const chosen = only === undefined ? timeline.rows : rowsOf(timeline.rows, only)
  const rows = zoom === 'instants' ? instantsOf(chosen) : chosen
  const used = new Set(rows.map(({ lane }) => lane))
  const lanes = timeline.lanes.filter(({ id }) => used.has(id))
  const spans = zoom === 'instants' ? [] : spansOf(rows)
  return rows.map((row, index) => {
    const before = rows[index - 1]
    const ms = before ? msBetween(before.at, row.at) : 0
    const since = ms > 0 ? `+${spanText(ms)}` : ''
    return { ...row, since, spans: spans[index] ?? [], lanes }
  })
}

const rowsOf = (rows: readonly TimelineRow[], orderId: string) =>
  rows.filter(({ orders }) => orders.includes(orderId))

/** One row for each instant, lane and kind of step, which counts the steps. */
function instantsOf(rows: readonly TimelineRow[]): TimelineRow[] {
  const merged: TimelineRow[] = []
  let counts = new Map<string, { row: TimelineRow; count: number }>()
  let at: string | undefined
  const flush = () => {
    for (const { row, count } of counts.values()) {
      merged.push(
        count === 1 ? row : { ...row, id: `${row.id}+`, text: `${count} × ${kindWords[row.kind]}` },
      )
    }
    counts = new Map()
  }
  for (const row of rows) {
    if (row.at !== at) flush()
    at = row.at
    const key = `${row.lane} ${row.kind} ${row.mark ?? ''} ${row.race ?? ''}`
    const same = counts.get(key)
    if (same) same.count++
    else counts.set(key, { row, count: 1 })
  }
  flush()
  return merged
}

const kindWords: Readonly<Record<TimelineRow['kind'], string>> = {
  request: 'request',
  reply: 'reply',
  event: 'event',
  message: 'message',
  received: 'frame from the client',
  end: 'end',
}
