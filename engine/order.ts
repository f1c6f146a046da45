/** The words of the engine: what a trader asks for, what becomes of it, and why it may be refused. */

declare const brand: unique symbol

/** The venue's name for an order. Only the venue makes one. */
export type OrderId = string & { readonly [brand]: 'OrderId' }

/** Milliseconds since the epoch, as the venue's clock tells them. */
export type Instant = number

export type Side = 'BUY' | 'SELL'

/** What a trader asks for. */
export interface Ticket {
  readonly symbol: string
  readonly side: Side
  readonly quantity: number
  readonly clientOrderId?: string | undefined
}

/**
 * What the market will do with an order by itself, and when: part of the fact that it was placed, so
 * that timers can be re-armed from the log alone.
 */
export type Plan =
  | { readonly executionDueAt: Instant }
  | { readonly cancellationDueAt: Instant; readonly reason?: string | undefined }
  /** Nothing, until somebody plays the market by hand. */
  | { readonly isHeld: true }

/** Who cancelled an order, and why, if that was said. */
export interface Cancellation {
  readonly cancelledBy: 'TRADER' | 'VENUE'
  readonly reason?: string | undefined
}

/** A fact about an order, before the log has given it a place and a time. */
export type OrderFact =
  | ({ readonly type: 'OrderPlaced'; readonly orderId: OrderId; readonly ticket: Ticket } & Plan)
  | { readonly type: 'OrderExecuted'; readonly orderId: OrderId }
  | ({ readonly type: 'OrderCancelled'; readonly orderId: OrderId } & Cancellation)

/** A fact in the log: never changed, known by its position (1, 2, 3, …). */
export type OrderEvent = OrderFact & { readonly position: number; readonly occurredAt: Instant }

export interface Placed {
  readonly orderId: OrderId
  readonly ticket: Ticket
  readonly placedAt: Instant
}

/** Each status has its own shape, so that an order that says it was executed also says when. */
export type PendingOrder = Placed & { readonly orderStatus: 'PENDING'; readonly version: 1 }
export type ExecutedOrder = Placed & {
  readonly orderStatus: 'EXECUTED'
  readonly executedAt: Instant
  readonly version: 2
}
export type CancelledOrder = Placed &
  Cancellation & {
    readonly orderStatus: 'CANCELLED'
    readonly cancelledAt: Instant
    readonly version: 2
  }
export type Order = PendingOrder | ExecutedOrder | CancelledOrder
export type OrderStatus = Order['orderStatus']

export interface OrderNotFound {
  readonly refused: 'OrderNotFound'
  readonly orderId: string
}
export interface OrderNotYetPlaced {
  readonly refused: 'OrderNotYetPlaced'
  readonly orderId: OrderId
  /** The position that was asked about. */
  readonly at: number
}
export interface OrderAlreadyExecuted {
  readonly refused: 'OrderAlreadyExecuted'
  readonly orderId: OrderId
}
export interface OrderAlreadyCancelled {
  readonly refused: 'OrderAlreadyCancelled'
  readonly orderId: OrderId
}
export interface DuplicateClientOrderId {
  readonly refused: 'DuplicateClientOrderId'
  readonly clientOrderId: string
  /** The order that bears the name already. */
  readonly orderId: OrderId
  readonly orderStatus: OrderStatus
}

export interface VersionMismatch {
  readonly refused: 'VersionMismatch'
  readonly orderId: OrderId
  readonly orderStatus: OrderStatus
  /** The version that the order has. */
  readonly version: number
}

/** A business rule said no. A value that is returned, never an exception. */
export type Refusal =
  | OrderNotFound
  | OrderNotYetPlaced
  | OrderAlreadyExecuted
  | OrderAlreadyCancelled
  | DuplicateClientOrderId
  | VersionMismatch

/** Whether a command was refused. */
export const isRefusal = <T extends object>(answer: T): answer is Extract<T, Refusal> =>
  'refused' in answer
