import type { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { Venue } from '../../engine/index.ts'
import { createOrderFilter } from '../broadcast/order-filter.ts'
import type { SubscriptionRequest } from '../broadcast/subscription.ts'
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
import { beyondTheEnd, logChanged, refuseInvalid } from '../http/validation.ts'
import type { ValidationIssue } from '../http/validation-issue.ts'

/** Why a subscription is refused. */
type SubscriptionRefusal =
  | { readonly refused: 'INVALID_REQUEST'; readonly issues: readonly ValidationIssue[] }
  | { readonly refused: 'LOG_CHANGED'; readonly detail: string }

const invalid = (issues: readonly ValidationIssue[]): SubscriptionRefusal => ({
  refused: 'INVALID_REQUEST',
  issues,
})

/** Parses the parameters of a WebSocket subscription. */
export function parseSubscription(
  venue: Venue,
  parameters: URLSearchParams,
): SubscriptionRequest | SubscriptionRefusal {
  const query = StreamQuery.safeParse(valuesOf(parameters))
  return query.success ? requestFor(venue, query.data) : invalid(query.error.issues)
}

/** Created once, because zod-to-openapi retains every schema derived from a described one. */
const OptionalLastEventId = LastEventId.optional()

/**
 * Parses the parameters of an event stream. A client that reconnects repeats its URL and sends the
 * id of the last event in the header `Last-Event-ID` or the parameter `lastEventId`.
 */
export function parseEventSubscription(
  venue: Venue,
  parameters: URLSearchParams,
  header: string | undefined,
): SubscriptionRequest | SubscriptionRefusal {
  const given = new URLSearchParams(parameters)
  // An empty id means that nothing was received (HTML standard, section 9.2.6).
  given.delete(lastEventIdParameter, '')
  const query = EventQuery.safeParse(valuesOf(given))
  const named = OptionalLastEventId.safeParse(header || undefined)
  if (!query.success || !named.success) {
    return invalid([...issuesOf(query.error), ...issuesOf(named.error, lastEventIdHeader)])
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

/** The issues of a schema; with `name`, as issues of that parameter. */
const issuesOf = (error: z.ZodError | undefined, name?: string): readonly ValidationIssue[] =>
  (error?.issues ?? []).map((issue) => (name ? { path: [name], message: issue.message } : issue))

/** Whether both values are given and differ. */
const differ = (one: string | undefined, other: string | null) =>
  Boolean(one && other && one !== other)

/** `last` overrides `from`. An issue with the position points to the parameter `fromName`. */
function requestFor(
  venue: Venue,
  { from, log, heartbeatMs, ...filter }: StreamQuery,
  last: LastEvent = { position: from ?? venue.durableEnd },
  fromName = 'from',
): SubscriptionRequest | SubscriptionRefusal {
  const detail = logChanged(venue, log) ?? logChanged(venue, last.log)
  if (detail) return { refused: 'LOG_CHANGED', detail }
  const beyond = beyondTheEnd({ position: venue.durableEnd }, fromName, last.position)
  if (beyond) return invalid([beyond])
  return {
    after: last.position,
    sendsCaughtUp: from !== undefined,
    filter: createOrderFilter(filter),
    heartbeatMs,
  }
}

/** The value of each parameter, or an array of values if it is repeated. */
function valuesOf(parameters: URLSearchParams): Record<string, string | string[]> {
  const names = [...new Set(parameters.keys())]
  return Object.fromEntries(
    names.map((name) => {
      const values = parameters.getAll(name)
      return [name, values.length > 1 ? values : (values[0] as string)]
    }),
  )
}

/** Replies with the problem for a refused subscription. */
export function refuseSubscription(c: Context<ApiEnv>, refusal: SubscriptionRefusal) {
  return refusal.refused === 'LOG_CHANGED'
    ? problem(c, 'LOG_CHANGED', refusal.detail)
    : refuseInvalid(c, refusal.issues)
}
