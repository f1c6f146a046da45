import type { IncomingHttpHeaders } from 'node:http'

/** Which pages may call beside the platform's own: those of some other origins, or none, or all. */
export interface Origins {
  /** Whether none is let in but the platform's own. */
  readonly areNone: boolean
  /** Whether the pages of an origin may call. */
  allow(origin: string): boolean
  /** What a reply bears so that those pages can read it (Fetch standard, CORS protocol). */
  headersFor(origin: string | undefined): Readonly<Record<string, string>>
}

const exposed =
  'ETag, Link, Location, Log-Id, Log-Position, Server-Timing, Retry-After, Idempotent-Replayed'

/** What a browser has to hear before it sends a request that no form could send. */
export const preflightHeaders = {
  'Access-Control-Allow-Methods': 'GET, HEAD, POST, DELETE',
  'Access-Control-Allow-Headers':
    'Content-Type, Idempotency-Key, If-Match, If-None-Match, Min-Log-Position, Last-Event-ID, Outcome, Venue',
  'Access-Control-Max-Age': '600',
}

const nothing = {}

/** Lets in the origins of a list, in which `*` stands for all; an empty list lets in none. */
export function createOrigins(list: readonly string[] = []): Origins {
  const reading = (origin: string) => ({
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Expose-Headers': exposed,
  })
  if (list.length === 0) {
    return { areNone: true, allow: () => false, headersFor: () => nothing }
  }
  if (list.includes('*')) {
    const headers = reading('*')
    return { areNone: false, allow: () => true, headersFor: () => headers }
  }

  // A cache must not hand the reply to one origin on to another, nor one that allows none.
  const vary = { Vary: 'Origin' }
  const known = new Map(list.map((origin) => [origin, { ...reading(origin), ...vary }]))
  return {
    areNone: false,
    allow: (origin) => known.has(origin),
    headersFor: (origin = '') => known.get(origin) ?? vary,
  }
}

/**
 * Whether a page of another origin asks, and none that is let in. A browser lets any page open a
 * WebSocket to anywhere and leaves it to the server to look at the Origin (RFC 6455, section
 * 10.2). Programs that are no browser send none.
 */
export function isForeign(
  origins: Origins,
  { origin, host }: Pick<IncomingHttpHeaders, 'origin' | 'host'>,
): boolean {
  if (origin === undefined || origins.allow(origin)) return false
  if (!URL.canParse(origin)) return true
  const { protocol, host: own } = new URL(origin)
  // Read by the same rules, for case and a port that is the scheme's own make no difference.
  const asked = `${protocol}//${host}`
  return !host || !URL.canParse(asked) || new URL(asked).host !== own
}
