import type { Change, Instant, Venue } from '../../engine/index.ts'
import type { ConnectionRecord } from './connection-record.ts'
import type {
  AppliedFault,
  Ending,
  EndRow,
  FrameRow,
  NoticeRow,
  OrderRow,
  OrderRun,
  ReceivedRow,
} from './frames.ts'

/** Where a frame stands among those of its connection: in which row, and there at which position of the log. */
export interface FrameCursor {
  readonly id: number
  readonly position: number
}

/** Before all of them. */
export const firstCursor: FrameCursor = { id: 0, position: 0 }

/** The message of one order. */
interface OrderFrame {
  readonly kind: 'order'
  readonly change: Change
  readonly previous: number | null
  readonly isSent: boolean
  readonly fault: AppliedFault | undefined
  /** Undefined of one that was sent with many, some of them before, some after. */
  readonly at: Instant | undefined
}

/** A frame that went over a connection, or was to. */
export type Frame = { readonly cursor: FrameCursor } & (
  | OrderFrame
  | NoticeRow
  | ReceivedRow
  | EndRow
)

/**
 * What went over a connection after a place, oldest first, one way or both: rows are read from the
 * log. A row in which the place is not is read from its beginning.
 */
export function* readFrames(
  record: ConnectionRecord,
  venue: Venue,
  after: FrameCursor,
  by?: Ending['by'],
): Generator<Frame> {
  for (const frames of record.rows) {
    const isMeant = frames.id >= after.id && (by ?? senderOf(frames)) === senderOf(frames)
    if (isMeant) yield* readOne(frames, record, venue, after)
  }
}

function* readOne(
  frames: FrameRow,
  record: ConnectionRecord,
  venue: Venue,
  after: FrameCursor,
): Generator<Frame> {
  const isBegun = frames.id === after.id
  if (frames.kind === 'orders') {
    yield* readRow(frames, record, venue, isBegun ? after.position : undefined)
  } else if (!isBegun) {
    yield { ...frames, cursor: { id: frames.id, position: 0 } }
  }
}

function senderOf(frames: FrameRow): Ending['by'] {
  if (frames.kind === 'end') return frames.ending.by
  return frames.kind === 'received' ? 'client' : 'venue'
}

/** How many events are looked through at a time. */
const eventsAtOnce = 1000

function* readRow(
  { id, at, orders: row, isSent }: OrderRow,
  record: ConnectionRecord,
  venue: Venue,
  after: number | undefined,
): Generator<Frame> {
  const { fault } = row
  let previous = isIn(row, record, venue, after) ? after : row.previous
  let position = previous ?? record.after
  while (position < row.position) {
    const changes = venue.changes(position, Math.min(eventsAtOnce, row.position - position))
    for (const change of changes) {
      if (!record.matches(change.order)) continue
      const place = { id, position: change.event.position }
      yield { kind: 'order', cursor: place, change, previous, isSent, fault, at: fault && at }
      previous = change.event.position
    }
    position += changes.length
  }
}

/** Whether a row has a message of this position. */
function isIn(
  row: OrderRun,
  record: ConnectionRecord,
  venue: Venue,
  position: number | undefined,
): position is number {
  if (position === undefined || position > row.position) return false
  if (position <= (row.previous ?? record.after)) return false
  return venue.changes(position - 1, 1).some(({ order }) => record.matches(order))
}
