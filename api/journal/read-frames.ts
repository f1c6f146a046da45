import type { Change, Instant, Venue } from '../../engine/index.ts'
import type { ConnectionRecord } from './connection-record.ts'
import type { AppliedFault, Ending, FrameRow, OrderRow, OrderRun } from './frames.ts'

/** The place of a frame in a connection's record: the id of its row, and its position in the log. */
export interface FrameCursor {
  readonly id: number
  readonly position: number
}

/** The place before the first frame. */
export const firstCursor: FrameCursor = { id: 0, position: 0 }

/** One order message. */
interface OrderFrame {
  readonly kind: 'order'
  readonly change: Change
  readonly previous: number | null
  readonly isSent: boolean
  readonly fault: AppliedFault | undefined
  /** When it was sent. Undefined without a fault: a row has one time for many messages. */
  readonly at: Instant | undefined
}

/** A frame that was sent or received, or a message that was never sent. */
export type Frame = { readonly cursor: FrameCursor } & (OrderFrame | Exclude<FrameRow, OrderRow>)

/**
 * Reads the frames of a connection after a cursor, oldest first, from one side or from both. Order
 * messages come from the log. A row that does not contain the cursor is read from its start.
 */
export function* readFrames(
  record: ConnectionRecord,
  venue: Venue,
  after: FrameCursor,
  by?: Ending['by'],
): Generator<Frame> {
  for (const row of record.rows) {
    const isRead = row.id >= after.id && (by ?? senderOf(row)) === senderOf(row)
    if (isRead) yield* readRow(row, record, venue, after)
  }
}

function* readRow(
  row: FrameRow,
  record: ConnectionRecord,
  venue: Venue,
  after: FrameCursor,
): Generator<Frame> {
  const hasCursor = row.id === after.id
  if (row.kind === 'orders') {
    yield* readOrders(row, record, venue, hasCursor ? after.position : undefined)
  } else if (!hasCursor) {
    yield { ...row, cursor: { id: row.id, position: 0 } }
  }
}

function senderOf(row: FrameRow): Ending['by'] {
  if (row.kind === 'end') return row.ending.by
  return row.kind === 'received' ? 'client' : 'venue'
}

/** The number of events to read from the log in one step. */
const eventsPerStep = 1000

function* readOrders(
  { id, at, orders, isSent }: OrderRow,
  record: ConnectionRecord,
  venue: Venue,
  after: number | undefined,
): Generator<Frame> {
  const { fault } = orders
  let previous = includesPosition(orders, record, venue, after) ? after : orders.previous
  let position = previous ?? record.after
  while (position < orders.position) {
    const changes = venue.changes(position, Math.min(eventsPerStep, orders.position - position))
    for (const change of changes) {
      if (!record.matches(change.order)) continue
      const cursor = { id, position: change.event.position }
      yield { kind: 'order', cursor, change, previous, isSent, fault, at: fault && at }
      previous = change.event.position
    }
    position += changes.length
  }
}

/** Whether a message with this position is in a row. */
function includesPosition(
  orders: OrderRun,
  record: ConnectionRecord,
  venue: Venue,
  position: number | undefined,
): position is number {
  if (position === undefined || position > orders.position) return false
  if (position <= (orders.previous ?? record.after)) return false
  return venue.changes(position - 1, 1).some(({ order }) => record.matches(order))
}
