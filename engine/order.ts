/** The terms of the engine: tickets, orders, events and refusals. */

declare const brand: unique symbol

/** The venue's id for an order. Only a venue creates one. */
export type OrderId = string & { readonly [brand]: 'OrderId' }

/** Milliseconds since the epoch on the venue's clock. */
export type Instant = number

export type Side = 'BUY' | 'SELL'

/** A request to place an order. */
export interface Ticket {
  readonly symbol: string
  readonly side: Side
  readonly quantity: number
  readonly clientOrderId?: string | undefined
}

/**
 * What the venue will do with an order by itself, and when. It is part of `OrderPlaced`, so timers
 * can be set again from the log alone.
 */
export type Plan =
  | { readonly does: 'execute'; readonly dueAt: Instant }
  | { readonly does: 'cancel'; readonly dueAt: Instant; readonly reason?: string | undefined }
  /** The order stays PENDING until a command executes, cancels or releases it. */
  | { readonly does: 'hold' }

/** Who cancelled an order, and the reason, if one was given. */
export interface Cancellation {
  readonly cancelledBy: 'TRADER' | 'VENUE'
  readonly reason?: string | undefined
}

/** A fact about an order, before the log gives it a position and a time. */
export type OrderFact =
  | {
      readonly type: 'OrderPlaced'
      readonly orderId: OrderId
      readonly ticket: Ticket
      readonly plan: Plan
    }
  | { readonly type: 'OrderExecuted'; readonly orderId: OrderId }
  | ({ readonly type: 'OrderCancelled'; readonly orderId: OrderId } & Cancellation)

/** A fact in the log. It never changes. Positions are 1, 2, 3, … without gaps. */
export type OrderEvent = OrderFact & { readonly position: number; readonly occurredAt: Instant }

export interface Placed {
  readonly orderId: OrderId
  readonly ticket: Ticket
  readonly placedAt: Instant
}

/** Each status has its own shape: only an executed order has `executedAt`. */
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
/** An order in a final status. */
export type FinalOrder = ExecutedOrder | CancelledOrder
export type Order = PendingOrder | FinalOrder
export type OrderStatus = Order['orderStatus']

export interface OrderNotFound {
  readonly refused: 'OrderNotFound'
  readonly orderId: string
}
export interface OrderNotYetPlaced {
  readonly refused: 'OrderNotYetPlaced'
  readonly orderId: OrderId
  /** The requested position. */
  readonly at: number
}
/** The order has its final status. */
export interface TooLate {
  readonly refused: 'OrderAlreadyExecuted' | 'OrderAlreadyCancelled'
  readonly orderId: OrderId
}
export interface DuplicateClientOrderId {
  readonly refused: 'DuplicateClientOrderId'
  readonly clientOrderId: string
  /** The order that already has this clientOrderId. */
  readonly orderId: OrderId
  readonly orderStatus: OrderStatus
}
export interface VersionMismatch {
  readonly refused: 'VersionMismatch'
  readonly orderId: OrderId
  readonly orderStatus: OrderStatus
  /** The order's version. */
  readonly version: number
}

/** The result of a command that a business rule rejects. Commands return it; they never throw it. */
export type Refusal =
  | OrderNotFound
  | OrderNotYetPlaced
  | TooLate
  | DuplicateClientOrderId
  | VersionMismatch

/** Whether a command was refused. */
export const isRefusal = <T extends object>(answer: T): answer is Extract<T, Refusal> =>
  'refused' in answer
