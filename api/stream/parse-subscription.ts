import type { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { Venue } from '../../engine/index.ts'
import { createOrderFilter } from '../broadcast/order-filter.ts'
import type { SubscriptionRequest } from '../broadcast/subscription-request.ts'
import {
  EventQuery,
  type LastEvent,
  LastEventId,
  lastEventIdHeader,
  lastEventIdParameter,
} from '../contract/last-event-id.ts'
import { StreamQuery } from '../contract/stream.ts'
import { problem } from '../http/problems.ts'
import type { ApiEnv } from '../http/reply.ts'
import { beyondTheEnd, refuseInvalid } from '../http/validation.ts'
import type { ValidationIssue } from '../http/validation-issue.ts'

/** Why a subscription cannot be had. */
type SubscriptionRefusal =
  | { readonly refused: 'INVALID_REQUEST'; readonly faults: readonly ValidationIssue[] }
  | { readonly refused: 'LOG_CHANGED'; readonly detail: string }

const invalid = (faults: readonly ValidationIssue[]): SubscriptionRefusal => ({
  refused: 'INVALID_REQUEST',
  faults,
})

/** Reads the parameters of a subscription over a WebSocket. */
export function parseSubscription(
  venue: Venue,
  parameters: URLSearchParams,
): SubscriptionRequest | SubscriptionRefusal {
  const query = StreamQuery.safeParse(valuesOf(parameters))
  return query.success ? requestFor(venue, query.data) : invalid(query.error.issues)
}

/** Made once and not for each request: zod-to-openapi keeps all that is made of a described schema. */
const lastEventIdIfAny = LastEventId.optional()

/**
 * Reads the parameters of a subscription to events. A client that reconnects repeats its URL and
 * names the last event that it received in a header or a parameter.
 */
export function parseEventSubscription(
  venue: Venue,
  parameters: URLSearchParams,
  header: string | undefined,
): SubscriptionRequest | SubscriptionRefusal {
  const given = new URLSearchParams(parameters)
  // An empty id says that nothing was received (HTML standard, section 9.2.6).
  given.delete(lastEventIdParameter, '')
  const query = EventQuery.safeParse(valuesOf(given))
  const named = lastEventIdIfAny.safeParse(header || undefined)
  if (!query.success || !named.success) {
    return invalid([...faultsIn(query.error), ...faultsIn(named.error, lastEventIdHeader)])
  }
  const { [lastEventIdParameter]: inQuery, ...subscription } = query.data
  if (differ(header, given.get(lastEventIdParameter))) {
    const message = `must equal the header ${lastEventIdHeader}`
    return invalid([{ path: [lastEventIdParameter], message }])
  }
  const from = named.data ? lastEventIdHeader : inQuery && lastEventIdParameter
  const request = requestFor(venue, subscription, named.data ?? inQuery, from)
  // Also without `from`: it gives the client an id to resume from before the first change.
  return 'refused' in request ? request : { ...request, sendsCaughtUp: true }
}

/** What a schema found, in the parameter `name` where one is named. */
const faultsIn = (error: z.ZodError | undefined, name?: string): readonly ValidationIssue[] =>
  (error?.issues ?? []).map((issue) => (name ? { path: [name], message: issue.message } : issue))

/** Whether the same thing is said twice, and not in the same way. */
const differ = (one: string | undefined, other: string | null) =>
  Boolean(one && other && one !== other)

/** `last` counts for more than `from`; `fromName` is the parameter that a fault of the position is about. */
function requestFor(
  venue: Venue,
  { from, log, heartbeatMs, ...filter }: StreamQuery,
  last: LastEvent = { position: from ?? venue.position },
  fromName = 'from',
): SubscriptionRequest | SubscriptionRefusal {
  const { logId } = venue
  const otherLog = [log, last.log].find((named) => named !== undefined && named !== logId)
  if (otherLog !== undefined) {
    const detail = `The log here is ${logId}, and a position in ${otherLog} means nothing in it.`
    return { refused: 'LOG_CHANGED', detail }
  }
  const beyond = beyondTheEnd(venue, fromName, last.position)
  if (beyond) return invalid([beyond])
  return {
    after: last.position,
    sendsCaughtUp: from !== undefined,
    filter: createOrderFilter(filter),
    heartbeatMs,
  }
}

/** Each parameter's value; all of them where it is given more than once. */
function valuesOf(parameters: URLSearchParams): Record<string, string | string[]> {
  const names = [...new Set(parameters.keys())]
  return Object.fromEntries(
    names.map((name) => {
      const values = parameters.getAll(name)
      return [name, values.length > 1 ? values : (values[0] as string)]
    }),
  )
}

export function refuseSubscription(c: Context<ApiEnv>, refusal: SubscriptionRefusal) {
  return refusal.refused === 'LOG_CHANGED'
    ? problem(c, 'LOG_CHANGED', refusal.detail)
    : refuseInvalid(c, refusal.faults)
}
