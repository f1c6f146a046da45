import { type Criteria, matches } from '../../engine/index.ts'
import type { Endpoint } from './latencies.ts'

/** A request as it comes to its commit: what it asks for, and of which order, as far as that is known. */
export interface RequestSubject {
  readonly endpoint: Endpoint
  readonly symbol?: string | undefined
  readonly clientOrderId?: string | undefined
  readonly orderId?: string | undefined
}

/** Which requests a rule is about: those that fit all that is said. */
export interface RequestMatch extends Pick<Criteria, 'symbol' | 'clientOrderId' | 'orderId'> {
  readonly endpoint?: Endpoint | undefined
}

/** Whether a request is one of those that are meant. */
export const matchesRequest = (match: RequestMatch, request: RequestSubject): boolean =>
  (match.endpoint ?? request.endpoint) === request.endpoint && matches(match, request, request)

/** Of how many kinds of requests it is known how many came, and how much of an order's name tells them apart. */
const mostKinds = 10_000
const mostCharacters = 64

/**
 * Creates names by which chance tells requests from each other: by the order they are about, and by
 * how many of their kind came before. So one who tries again has another chance, and whoever does the
 * same in another run has the same one. A kind is forgotten when 10,000 others came after it.
 */
export function createKeyGenerator(): (request: RequestSubject) => string {
  /** The kind that came last stands last. */
  const came = new Map<string, number>()
  return ({ endpoint, clientOrderId, orderId = '' }) => {
    // A request may be about any text; no order has a longer name.
    const kind = `${endpoint} ${(clientOrderId ?? orderId).slice(0, mostCharacters)}`
    const nth = came.get(kind) ?? 0
    came.delete(kind)
    came.set(kind, nth + 1)
    if (came.size > mostKinds) came.delete(came.keys().next().value as string)
    return `${kind} ${nth}`
  }
}
