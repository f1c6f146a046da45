import type { HttpBindings } from '@hono/node-server'
import type { Context, TypedResponse } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Outcome, Venue } from '../../engine/index.ts'
import type { InjectedFault } from '../faults/fault-rules.ts'
import { type Notes, recordReply } from '../journal/entries.ts'
import type { HostedVenue } from '../venues/hosted-venue.ts'
import type { KeyClaim } from '../venues/idempotency-keys.ts'
import type { InFlightRequest } from '../venues/in-flight-requests.ts'
import type { InvalidKey } from './idempotency-key.ts'
import type { Origins } from './origins.ts'
import { requestHeaders } from './request-headers.ts'

/** What a request's handlers know of it. */
export interface ApiEnv {
  /** What node-server hands on; nothing where an app is asked without a server. */
  Bindings: Partial<HttpBindings>
  Variables: {
    origins: Origins
    /** The venue that it means. */
    hosted: HostedVenue
    /** Its stay there. */
    inFlight: InFlightRequest
    /** What its venue's journal keeps of it; undefined where none is kept. */
    entry?: Notes
    /** How long the endpoint waited before it acted; undefined where none waits. */
    latencyMs?: number
    /** How long its reply is kept back after the act; undefined where none is. */
    latencyAfterMs?: number
    /** How it stands to its Idempotency-Key; undefined where it bears none. */
    keyClaim?: KeyClaim | InvalidKey
    /** What is to become of the order that it places, as it says itself; undefined where it does not. */
    outcome?: Outcome
    /** Whether the ticket is only checked (`dryRun=true`). */
    isDryRun?: boolean
    /** What is to befall the reply; undefined where nothing is. */
    fault?: InjectedFault
  }
}

/** Which log a reply was made from, and how far that log was then. */
export const logHeaders = ({ logId, position }: Venue) => ({
  'Log-Id': logId,
  'Log-Position': `${position}`,
})

/** In whose name replies are made, and who may read them. */
export interface Replier {
  readonly venue: Venue
  readonly origins: Origins
}

/** The headers of every reply, whoever makes it; `origin` is that of the page that asks, if one does. */
export function commonHeaders(
  { venue, origins }: Replier,
  origin: string | undefined,
): Record<string, string> {
  const headers: Record<string, string> = logHeaders(venue)
  // A browser must not take for a script or a page what is said to be something else.
  headers['X-Content-Type-Options'] = 'nosniff'
  return origins.areNone ? headers : Object.assign(headers, origins.headersFor(origin))
}

/**
 * The headers of a reply to a request that reached the app, and its own. Handlers make their Response of
 * these alone, so it lacks what a middleware set with `c.header` before them.
 */
export function replyHeaders(
  c: Context<ApiEnv>,
  own?: Readonly<Record<string, string>>,
): Record<string, string> {
  const { venue } = c.get('hosted')
  const headers = commonHeaders({ venue, origins: c.get('origins') }, requestHeaders(c).origin)
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
 * Answers with JSON. The response is made from plain headers and not by `c.json`, which makes a
 * `Headers` object of more than one: Node's adapter has a faster path for the plain ones.
 */
export function reply<const T extends object, S extends ContentfulStatusCode>(
  c: Context<ApiEnv>,
  status: S,
  body: T,
  headers?: Record<string, string>,
) {
  const all = replyHeaders(c, headers)
  all['Content-Type'] ??= 'application/json'
  const text = JSON.stringify(body)
  const entry = c.get('entry')
  if (entry) recordReply(entry, text)
  return new Response(text, { status, headers: all }) as Response & TypedResponse<T, S, 'json'>
}

/** Answers that it is done, and nothing else. */
export const noContent = (c: Context<ApiEnv>) =>
  new Response(null, { status: 204, headers: replyHeaders(c) })

/**
 * What a request was answered with. What became a WebSocket was answered past Hono, which takes it for
 * a success like any other.
 */
export function statusOf({ env, res: { status } }: Context<ApiEnv>): number {
  const isUpgrade = env?.incoming !== undefined && env.outgoing === undefined
  return isUpgrade && status === 200 ? 101 : status
}
