import type { OrderStatus, Side, Ticket } from './order.ts'

/** Conditions on an order, a ticket or a request. All those given must match; none is required. */
export interface Criteria {
  readonly orderId?: string | undefined
  readonly orderStatus?: OrderStatus | undefined
  readonly symbol?: string | undefined
  readonly side?: Side | undefined
  /** From `min` to `max`, both included. */
  readonly quantity?:
    | { readonly min?: number | undefined; readonly max?: number | undefined }
    | undefined
  /** A pattern, as in `matchesPattern`. Never matches without a clientOrderId. */
  readonly clientOrderId?: string | undefined
}

/** The known fields. A condition on a missing field does not match. */
type Known<T> = { readonly [Member in keyof T]?: T[Member] | undefined }

/** Whether criteria match a ticket and its order, if there is one. */
export const matches = (
  criteria: Criteria,
  ticket: Known<Ticket>,
  order: Pick<Criteria, 'orderId' | 'orderStatus'> = {},
): boolean =>
  (criteria.orderId ?? order.orderId) === order.orderId &&
  (criteria.orderStatus ?? order.orderStatus) === order.orderStatus &&
  (criteria.symbol ?? ticket.symbol) === ticket.symbol &&
  (criteria.side ?? ticket.side) === ticket.side &&
  matchesRange(criteria.quantity, ticket.quantity) &&
  matchesName(criteria.clientOrderId, ticket.clientOrderId)

const matchesName = (pattern: string | undefined, name: string | undefined) =>
  pattern === undefined || pattern === name || (name !== undefined && matchesPattern(pattern, name))

const matchesRange = (range: Criteria['quantity'], quantity = Number.NaN) =>
  !range || (quantity >= (range.min ?? 0) && quantity <= (range.max ?? Number.POSITIVE_INFINITY))

/**
 * Whether a text matches a pattern: `*` matches any text, `?` any one character. Takes
 * O(pattern x text) steps, because it backtracks only to the last `*`.
 */
export function matchesPattern(pattern: string, text: string): boolean {
  let at = 0
  let star = -1
  let resumeAt = 0
  let place = 0
  while (place < text.length) {
    if (pattern[at] === '*') {
      star = at++
      resumeAt = place
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === text[place])) {
      at++
      place++
    } else if (star >= 0) {
      // Backtrack: the last star matches one more character.
      at = star + 1
      place = ++resumeAt
    } else {
      return false
    }
  }
  return /^\**$/.test(pattern.slice(at))
}
