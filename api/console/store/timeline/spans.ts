import type { TimelineRow } from './timeline-row.ts'

/** A request in flight, beside a row. */
export interface Span {
  readonly lane: string
  /** Which of the requests in flight in this lane it is: 0, 1, 2, … */
  readonly slot: number
  readonly part: 'start' | 'through' | 'end'
  readonly entry: number
}

/** More requests in flight at once share the last slot. */
const slots = 6

/**
 * The requests in flight beside each row, from a request to its reply. One without a reply among the rows
 * lasts to the end, unless it opened a connection.
 */
export function spansOf(rows: readonly TimelineRow[]): readonly (readonly Span[])[] {
  const open = new Map<number, Omit<Span, 'part'>>()
  return rows.map(({ kind, entry, lane }) => {
    const through = [...open.values()].map((span) => ({ ...span, part: 'through' as const }))
    if (entry === undefined || lane.startsWith('stream-')) return through
    if (kind === 'request') {
      const span = { lane, slot: freeSlot(open.values(), lane), entry }
      open.set(entry, span)
      return [...through, { ...span, part: 'start' as const }]
    }
    open.delete(entry)
    return through.map((span) => (span.entry === entry ? { ...span, part: 'end' as const } : span))
  })
}

function freeSlot(open: Iterable<Omit<Span, 'part'>>, lane: string): number {
  const taken = new Set([...open].filter((span) => span.lane === lane).map(({ slot }) => slot))
  let slot = 0
  while (slot < slots - 1 && taken.has(slot)) slot++
  return slot
}
