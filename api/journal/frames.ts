/** What went over the connection of a client that listens, as a journal keeps it. */
import type { Instant } from '../../engine/index.ts'
import type { OrderMessage, StreamMessage } from '../contract/stream.ts'

/** A fault that befell a message on its way. */
export interface AppliedFault {
  /** The id of its rule. */
  readonly rule: string
  readonly does: 'drop' | 'duplicate' | 'swap' | 'delay' | 'stall' | 'cut' | 'close'
}

/**
 * Messages of orders that are sent in one go: every change that the client wants to hear of after one
 * position, up to another. What a fault befalls is alone.
 */
export interface SentOrders {
  readonly type: 'order'
  /** The position that the first of them names as the one before; null where it is the first of all. */
  readonly previous: number | null
  /** That of the last. */
  readonly position: number
  readonly count: number
  readonly fault?: AppliedFault | undefined
}

/** A message that is about no order. */
export type Notice = Exclude<StreamMessage, OrderMessage>

/** What some bytes tell that are sent to a client. */
export type Sent = SentOrders | Notice

/** Messages of orders as they followed each other, in the log and over the connection. */
export type OrderRun = { -readonly [K in keyof SentOrders]: SentOrders[K] }

/** What a client says over its connection. */
export type Received =
  | { readonly frame: 'text'; readonly text: string }
  | { readonly frame: 'binary' | 'ping'; readonly bytes: Buffer }
  /** Something that is no frame, and what is wrong with it. */
  | { readonly frame: 'unreadable'; readonly why: string }

/** Why a connection ended. */
export interface CloseInfo {
  /** As a WebSocket tells it: 1005 where there was none, 1006 where the connection just broke off. */
  readonly code?: number | undefined
  readonly reason?: string | undefined
}

/** How a connection ended, and by whom. */
export interface Ending extends CloseInfo {
  readonly by: 'venue' | 'client'
}

interface InCommon {
  /** 1, 2, 3, … in the order in which they went over the connection. */
  readonly id: number
  /** When the first of them was sent or came. */
  readonly at: Instant
}

/** The messages of a row. */
export interface OrderRow extends InCommon {
  readonly kind: 'orders'
  readonly orders: OrderRun
  readonly isSent: boolean
}

/** A notice; a heartbeat may be the same many times. */
export interface NoticeRow extends InCommon {
  readonly kind: 'notice'
  readonly notice: Notice
  readonly isSent: boolean
  times: number
}

/** One that came from the client. */
export interface ReceivedRow extends InCommon {
  readonly kind: 'received'
  readonly received: Received
}

/** The end of the connection. */
export interface EndRow extends InCommon {
  readonly kind: 'end'
  readonly ending: Ending
}

/** What goes over a connection in a row, and is kept as one. */
export type FrameRow = OrderRow | NoticeRow | ReceivedRow | EndRow

/** What frames weigh at least, whatever they say. */
const bytesEach = 160

/** How much it takes to keep frames, in bytes. */
export function weightOfRow(frames: FrameRow): number {
  if (frames.kind === 'received') return bytesEach + lengthOf(frames.received)
  if (frames.kind === 'end') return bytesEach + (frames.ending.reason?.length ?? 0)
  return bytesEach
}

function lengthOf(received: Received): number {
  switch (received.frame) {
    case 'text':
      return received.text.length
    case 'unreadable':
      return received.why.length
    case 'binary':
    case 'ping':
      return received.bytes.length
  }
}

/** How many frames there are in a row of them. */
export function frameCount(frames: FrameRow): number {
  if (frames.kind === 'orders') return frames.orders.count
  return frames.kind === 'notice' ? frames.times : 1
}
