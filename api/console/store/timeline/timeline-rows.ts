import type { OrderMessage } from '../../../contract/stream.ts'
import type { JournalEntry } from '../../../control/journal-contract.ts'
import {
  clientOf,
  isOwn,
  memberOf,
  orderIdOf,
  pathOf,
  positionOf,
  replyMark,
} from './entry-facts.ts'
import { frameRows } from './frame-rows.ts'
import { racesIn } from './races.ts'
import type { TimelineSource } from './timeline-data.ts'
import type { Lane, TimelineRow } from './timeline-row.ts'

/** The lanes that always exist. */
const control: Lane = { id: 'control', title: 'Control' }
const log: Lane = { id: 'log', title: 'Log' }

/** The steps of a venue in the order in which they happened, and their lanes from left to right. */
export interface Timeline {
  readonly rows: readonly TimelineRow[]
  readonly lanes: readonly Lane[]
}

/** A row with its place among those of the same instant. */
export interface PlacedRow extends TimelineRow {
  /** After the event with this position, and before the next. */
  readonly after: number
  /** Among the rows after the same event: a smaller one comes first. */
  readonly rank: readonly [number, number]
}

/**
 * Makes the timeline. Leaves out what a page at `origin` reads, which would hide what others do. In the same
 * instant, causes come before effects: a request before its events, an event before the reply and its messages.
 */
export function timelineOf(source: TimelineSource, origin: string): Timeline {
  const changes = new Map(source.changes.map((change) => [change.position, change]))
  const entries = source.entries.filter((entry) => !isOwnRead(entry, origin))
  const races = racesIn(entries, source.changes)
  const rows: PlacedRow[] = source.changes.map(eventRow)
  const clients = new Map<string, Lane>()
  const streams: Lane[] = []
  let before = 0
  for (const entry of entries) {
    if (entry.stream) streams.push(streamLane(entry))
    const lane = laneOf(entry)
    if (!entry.stream && entry.kind === 'request') clients.set(lane, { id: lane, title: lane })
    const orders = ordersOf(entry, changes)
    rows.push(...entryRows(entry, { lane, orders, before, race: races.get(entry.id) }))
    rows.push(...frameRows(entry, source.frames.get(entry.id) ?? [], changes))
    before = Math.max(before, positionOf(entry) ?? 0, ...entry.caused.map(({ to }) => to))
  }
  const hasControl = rows.some(({ lane }) => lane === control.id)
  return {
    rows: rows.toSorted(inOrder),
    lanes: [...(hasControl ? [control] : []), ...clients.values(), log, ...streams],
  }
}

/** Whether a page at `origin` sent it, and it changed nothing. */
const isOwnRead = (entry: JournalEntry, origin: string) =>
  entry.method === 'GET' && isOwn(entry, origin)

const laneOf = (entry: JournalEntry): string => {
  if (entry.stream) return `stream-${entry.id}`
  return entry.kind === 'control' ? control.id : clientOf(entry)
}

const streamLane = (entry: JournalEntry): Lane => ({
  id: `stream-${entry.id}`,
  title: `${pathOf(entry) === '/ws' ? 'WebSocket' : 'SSE'} ${entry.id}`,
})

const ordersOf = (
  entry: JournalEntry,
  changes: ReadonlyMap<number, OrderMessage>,
): readonly string[] => {
  const orders = new Set<string>()
  const named = orderIdOf(entry)
  if (named !== undefined) orders.add(named)
  for (const { from, to } of entry.caused) {
    for (let position = from; position <= to; position++) {
      const change = changes.get(position)
      if (change) orders.add(change.orderId)
    }
  }
  return [...orders]
}

interface Context {
  readonly lane: string
  readonly orders: readonly string[]
  /** The last position known before the request. */
  readonly before: number
  readonly race: string | undefined
}

function entryRows(entry: JournalEntry, { lane, orders, before, race }: Context): PlacedRow[] {
  const { id, at, method, target, reply, stream, caused } = entry
  const first = caused[0]?.from
  const shared = { lane, orders, entry: id }
  const request: PlacedRow = {
    ...shared,
    id: `request-${id}`,
    kind: 'request',
    at,
    text: `${method} ${shortTarget(target)}`,
    after: first === undefined ? before : first - 1,
    rank: [3, id * 2],
  }
  if (!reply || (stream && reply.status < 400)) return [request]
  const code = memberOf(reply.body, 'code')
  const last = caused.at(-1)?.to
  const answer: PlacedRow = {
    ...shared,
    id: `reply-${id}`,
    kind: 'reply',
    at: reply.at,
    text: `${reply.status}${reply.status >= 400 && code !== undefined ? ` ${code}` : ''}`,
    mark: replyMark(entry),
    race,
    after: last ?? Math.max(request.after, positionOf(entry) ?? 0),
    rank: last === undefined ? [3, id * 2 + 1] : [2, id],
  }
  return [request, answer]
}

/** A target without the venue in it, which is the same everywhere. */
const shortTarget = (target: string) =>
  target.replace(/^\/venues\/[^/]+/, '').replace(/[?&]venue=[^&]*/, '')

const eventTypes = { PENDING: 'placed', EXECUTED: 'executed', CANCELLED: 'cancelled' } as const

function eventRow(change: OrderMessage): PlacedRow {
  const { position, occurredAt, orderId, orderStatus, side, quantity, symbol } = change
  const by = change.orderStatus === 'CANCELLED' ? ` by the ${change.cancelledBy.toLowerCase()}` : ''
  return {
    id: `event-${position}`,
    kind: 'event',
    at: occurredAt,
    lane: log.id,
    text: `${position} ${eventTypes[orderStatus]}${by}: ${side} ${quantity} ${symbol}`,
    position,
    orders: [orderId],
    after: position,
    rank: [0, 0],
  }
}

/** By instant, then by position, then by rank. Instants are texts that sort by time. */
function inOrder(a: PlacedRow, b: PlacedRow): number {
  if (a.at !== b.at) return a.at < b.at ? -1 : 1
  return a.after - b.after || a.rank[0] - b.rank[0] || a.rank[1] - b.rank[1]
}
