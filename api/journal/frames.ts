/** The messages and frames of a stream connection, as a journal keeps them. */
import type { Instant } from '../../engine/index.ts'
import type { OrderMessage, StreamMessage } from '../contract/stream.ts'

/** A stream fault that applied to a message. */
export interface AppliedFault {
  /** The id of the rule. */
  readonly rule: string
  readonly does: 'drop' | 'duplicate' | 'swap' | 'delay' | 'stall' | 'cut' | 'close'
}

/**
 * Order messages that are sent together: all changes up to a position that pass the client's filter.
 * A message with a fault is sent alone.
 */
export interface SentOrders {
  readonly type: 'order'
  /** The `previous` of the first message. */
  readonly previous: number | null
  /** The position of the last message. */
  readonly position: number
  readonly count: number
  readonly fault?: AppliedFault | undefined
}

/** Any message but an order message. */
export type Notice = Exclude<StreamMessage, OrderMessage>

/** What is sent to a client in one write. */
export type Sent = SentOrders | Notice

/** Order messages that follow each other without a gap, in the log and on the connection. */
export type OrderRun = { -readonly [K in keyof SentOrders]: SentOrders[K] }

export type Received =
  | { readonly frame: 'text'; readonly text: string }
  | { readonly frame: 'binary' | 'ping'; readonly bytes: Buffer }
  /** Bytes that are not a valid frame, and why. */
  | { readonly frame: 'unreadable'; readonly why: string }

/** Why a connection ended. */
export interface CloseInfo {
  /** The WebSocket close code: 1005 if the close frame has none, 1006 if there was no close frame. */
  readonly code?: number | undefined
  readonly reason?: string | undefined
}

/** How a connection ended, and which side ended it. */
export interface Ending extends CloseInfo {
  readonly by: 'venue' | 'client'
}

/** One row of a connection's record. */
export type FrameRow = {
  /** 1, 2, 3, … in the order of the connection. */
  readonly id: number
  /** When the first message or frame of the row was sent or received. */
  readonly at: Instant
} & (
  | { readonly kind: 'orders'; readonly orders: OrderRun; readonly isSent: boolean }
  /** A notice, or equal heartbeats in a row. */
  | {
      readonly kind: 'notice'
      readonly notice: Notice
      readonly isSent: boolean
      times: number
    }
  | { readonly kind: 'received'; readonly received: Received }
  | { readonly kind: 'end'; readonly ending: Ending }
)

export type OrderRow = Extract<FrameRow, { kind: 'orders' }>
export type NoticeRow = Extract<FrameRow, { kind: 'notice' }>

/** The size of a row without its texts. */
const baseBytes = 160

/** The approximate size of a row, in bytes. */
export function weightOfRow(row: FrameRow): number {
  if (row.kind === 'received') return baseBytes + contentOf(row.received).length
  if (row.kind === 'end') return baseBytes + (row.ending.reason?.length ?? 0)
  return baseBytes
}

const contentOf = (received: Received) =>
  'bytes' in received ? received.bytes : 'text' in received ? received.text : received.why

/** The number of messages or frames in a row. */
export function frameCount(row: FrameRow): number {
  if (row.kind === 'orders') return row.orders.count
  return row.kind === 'notice' ? row.times : 1
}
