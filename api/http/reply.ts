import type { HttpBindings } from '@hono/node-server'
import type { Context, TypedResponse } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Outcome, Venue } from '../../engine/index.ts'
import type { InjectedFault } from '../faults/fault-rules.ts'
import { type Notes, recordReply } from '../journal/entries.ts'
import type { HostedVenue } from '../venues/hosted-venue.ts'
import type { KeyClaim } from '../venues/idempotency-keys.ts'
import type { InFlightRequest } from '../venues/in-flight-requests.ts'
import type { Origins, Sender } from './origins.ts'
import { requestHeaders } from './request-headers.ts'
import type { ValidationIssue } from './validation-issue.ts'

/** The Hono environment of both APIs: what the handlers of a request share. */
export interface ApiEnv {
  /** Set by node-server; empty when an app is called without a server. */
  Bindings: Partial<HttpBindings>
  Variables: {
    origins: Origins
    /** The venue that the request names. */
    hosted: HostedVenue
    /** The request in that venue. */
    inFlight: InFlightRequest
    /** The entry in the venue's journal; undefined without a journal. */
    entry?: Notes
    /** How long the endpoint waits before it acts; undefined for endpoints without latency. */
    latencyMs?: number
    /** How long the reply is delayed after the endpoint has acted; undefined without a delay. */
    latencyAfterMs?: number
    /** The claim of its Idempotency-Key, or why the key is invalid; undefined without the header. */
    keyClaim?: KeyClaim | { readonly issues: readonly ValidationIssue[] }
    /** The body of the reply to a request with a key. */
    replyBody?: string
    /** The outcome that the request sets for its order; undefined without the header `Outcome`. */
    outcome?: Outcome
    /** Whether the request only checks a ticket (`dryRun=true`). */
    isDryRun?: boolean
    /** Whether the reply shows the log as it is, with events that may not be durable yet. */
    showsLog?: boolean
    /** Whether the request acts in several turns, so that only a part of it may be recorded. */
    actsInParts?: boolean
    /** Resolves once everything that the reply shows is durable; undefined if it is. */
    recorded?: Promise<void> | undefined
    /** The fault to apply to the reply. */
    replyFault?: InjectedFault
  }
}

/** The headers with the id and the position of the log that a reply was made from. */
export const logHeaders = ({ logId }: Venue, position: number) => ({
  'Log-Id': logId,
  'Log-Position': `${position}`,
})

/** The venue that replies, and the origins whose pages may read its replies. */
export interface Replier {
  readonly venue: Venue
  readonly origins: Origins
}

/**
 * The headers of every reply, including replies sent without Hono. `sender` has the request's headers.
 * `position` defaults to that of the last durable event. Add a new header to `everyReply` (openapi-parts.ts) and
 * `exposed` (origins.ts), too. A 101 has only `logHeaders`.
 */
export function commonHeaders(
  { venue, origins }: Replier,
  sender: Sender,
  position = venue.durableEnd,
): Record<string, string> {
  const headers: Record<string, string> = logHeaders(venue, position)
  // Browsers must not treat a reply as a script or a page against its Content-Type.
  headers['X-Content-Type-Options'] = 'nosniff'
  return Object.assign(headers, origins.headersFor(sender))
}

/**
 * The headers of a reply that the app makes: the common ones and `own`. Handlers build their
 * Response from these alone. Headers set earlier with `c.header` are dropped.
 */
export function replyHeaders(
  c: Context<ApiEnv>,
  own?: Readonly<Record<string, string>>,
): Record<string, string> {
  const { venue } = c.get('hosted')
  const showsLog = c.get('showsLog')
  // Held back until all events are durable (hold-back.ts).
  if (showsLog && !venue.isRecorded) c.set('recorded', venue.recorded())
  const position = showsLog ? venue.position : venue.durableEnd
  const headers = commonHeaders({ venue, origins: c.get('origins') }, requestHeaders(c), position)
  const latencyMs = c.get('latencyMs')
  if (latencyMs !== undefined) {
    const afterMs = c.get('latencyAfterMs')
    headers['Server-Timing'] =
      afterMs === undefined
        ? `latency;dur=${latencyMs}`
        : `latency;dur=${latencyMs}, after;dur=${afterMs}`
  }
  Object.assign(headers, own)
  const entry = c.get('entry')
  if (entry) entry.replyHeaders = headers
  return headers
}

/**
 * Replies with JSON. It passes plain headers, because node-server sends those faster than the
 * `Headers` object that `c.json` creates.
 */
export function reply<const T extends object, S extends ContentfulStatusCode>(
  c: Context<ApiEnv>,
  status: S,
  body: T,
  headers?: Record<string, string>,
) {
  // Adds the type by which Hono checks the reply against the route's description.
  return replyText(c, status, JSON.stringify(body), headers) as Response &
    TypedResponse<T, S, 'json'>
}

/** Replies with a JSON text. */
export function replyText(
  c: Context<ApiEnv>,
  status: number,
  text: string,
  headers?: Record<string, string>,
): Response {
  const all = replyHeaders(c, headers)
  all['Content-Type'] ??= 'application/json'
  const entry = c.get('entry')
  if (entry) recordReply(entry, text)
  if (c.get('keyClaim')) c.set('replyBody', text)
  return new Response(text, { status, headers: all })
}

/** Replies with 204. */
export const noContent = (c: Context<ApiEnv>) =>
  new Response(null, { status: 204, headers: replyHeaders(c) })

/**
 * The status that the client received. For a WebSocket, ws has replied with 101, and Hono's own
 * response says 200.
 */
export function statusOf({ env, res: { status } }: Context<ApiEnv>): number {
  const isUpgrade = env?.incoming !== undefined && env.outgoing === undefined
  return isUpgrade && status === 200 ? 101 : status
}
