import { type Criteria, matches, type Order } from '../../engine/index.ts'
import type { Endpoint } from './latencies.ts'

/** A request at its commit, and the known fields of its order. */
export interface RequestSubject {
  readonly endpoint: Endpoint
  readonly symbol?: string | undefined
  readonly clientOrderId?: string | undefined
  readonly orderId?: string | undefined
  /** The status of the order, if the rules ask for it. */
  readonly orderStatus?: Order['orderStatus'] | undefined
}

/** The requests that a rule applies to: those with all the given values. */
export interface RequestMatch
  extends Pick<Criteria, 'symbol' | 'clientOrderId' | 'orderId' | 'orderStatus'> {
  readonly endpoint?: Endpoint | undefined
}

/** Whether a request has all the values of a match. */
export const matchesRequest = (match: RequestMatch, request: RequestSubject): boolean =>
  (match.endpoint ?? request.endpoint) === request.endpoint && matches(match, request, request)

/** The fields of a request, by the names that a match has for them. */
export const requestFields = (request: RequestSubject) => request

/** The fields of an order, by the names that a match has for them. */
export const orderFields = ({
  orderId,
  orderStatus,
  ticket: { symbol, clientOrderId },
}: Order) => ({
  orderId,
  orderStatus,
  symbol,
  clientOrderId,
})

/** The generator remembers this many kinds of requests. */
const maxKinds = 10_000
/** Longer ids are truncated. No order has a longer id. */
const maxIdLength = 64

/**
 * Creates a generator of keys for drawing from chance. A request's key consists of its endpoint, its
 * order, and how many requests of this kind came before. So a retry draws anew, and the same request
 * draws the same in another run. A kind is forgotten once 10,000 others came after it.
 */
export function createKeyGenerator(): (request: RequestSubject) => string {
  /** Least recently used first. */
  const counts = new Map<string, number>()
  return ({ endpoint, clientOrderId, orderId = '' }) => {
    // The id in a path can be any text, however long.
    const kind = `${endpoint} ${(clientOrderId ?? orderId).slice(0, maxIdLength)}`
    const nth = counts.get(kind) ?? 0
    counts.delete(kind)
    counts.set(kind, nth + 1)
    if (counts.size > maxKinds) counts.delete(counts.keys().next().value as string)
    return `${kind} ${nth}`
  }
}
