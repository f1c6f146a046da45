import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'

/** What a request's handlers know of it. */
export interface ApiEnv {
  Variables: {
    /** How long the endpoint waited before it acted; undefined where none waits. */
    latencyMs?: number
  }
}

/**
 * The headers that every reply bears. They are plain data and not set one by one: Hono's and
 * Node's fast paths end where a `Headers` object begins.
 */
export function replyHeaders(c: Context<ApiEnv>, headers: Record<string, string> = {}) {
  const latencyMs = c.get('latencyMs')
  return {
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Expose-Headers': 'ETag, Link, Location, Server-Timing',
    ...(latencyMs !== undefined && { 'Server-Timing': `latency;dur=${latencyMs}` }),
    ...headers,
  }
}

/** Answers with JSON. */
export function reply<const T extends object, S extends ContentfulStatusCode>(
  c: Context<ApiEnv>,
  status: S,
  body: T,
  headers?: Record<string, string>,
) {
  return c.json(body, status, replyHeaders(c, headers))
}
