import type { IncomingHttpHeaders } from 'node:http'
import { type Addresses, consoleOrigin } from './addresses.ts'

/** The headers of a request that say which page sends it, and to which host. */
export type Sender = Pick<IncomingHttpHeaders, 'origin' | 'host'>

/**
 * The foreign origins that CORS allows: some, none or all. Same-origin pages are always allowed, and so
 * is the console of the same platform.
 */
export interface Origins {
  /** Whether a page may call. Without a `host`, the console is not considered. */
  allow(sender: Sender): boolean
  /** The headers that let an allowed page read a reply (Fetch standard, CORS protocol), if any. */
  headersFor(sender: Sender): Readonly<Record<string, string>> | undefined
}

const exposed =
  'ETag, Link, Location, Log-Id, Log-Position, Server-Timing, Retry-After, Idempotent-Replayed'

/** The reply to a preflight. A browser sends one before any request that a form could not send. */
export const preflightHeaders = {
  'Access-Control-Allow-Methods': 'GET, HEAD, POST, DELETE',
  'Access-Control-Allow-Headers':
    'Content-Type, Idempotency-Key, If-Match, If-None-Match, Last-Event-ID, Log-Id, Min-Log-Position, Outcome, Venue',
  'Access-Control-Max-Age': '600',
}

/** Whether a text is an origin as browsers write it: scheme and host, and the port unless it is the default one. */
export const isOrigin = (text: string): boolean =>
  /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text

/** Drops the dot of a fully qualified name. */
const withoutRootDot = (origin: string) => origin.replace(/(?<!\.)\.(?=(?::\d{1,5})?$)/, '')

/**
 * Allows the origins of a list, with and without the dot of a fully qualified name. `*` allows all. Also
 * allows the console: the page at the control API's address on the host that the request names. A page
 * that has this host name could as well come from the trading API's own port.
 */
export function createOrigins(list: readonly string[] = [], addresses: Addresses = {}): Origins {
  const corsHeaders = (origin: string) => ({
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Expose-Headers': exposed,
  })
  if (list.includes('*')) {
    const headers = corsHeaders('*')
    return { allow: () => true, headersFor: () => headers }
  }

  // A cache must not reuse a reply for another origin, including one without CORS headers.
  const vary = { Vary: 'Origin' }
  const known = new Set(list.map(withoutRootDot))
  const isConsole = (origin: string, host: string | undefined) =>
    host !== undefined && origin === consoleOrigin(addresses, host)
  const allow = ({ origin, host }: Sender) =>
    origin !== undefined && (known.has(withoutRootDot(origin)) || isConsole(origin, host))
  const otherwise = known.size > 0 ? vary : undefined
  return {
    allow,
    headersFor: (sender) =>
      allow(sender) ? { ...corsHeaders(sender.origin ?? ''), ...vary } : otherwise,
  }
}

/**
 * Whether the request comes from a page of another origin that is not allowed. A browser lets any
 * page open a WebSocket to anywhere, so the server must check the Origin (RFC 6455, section 10.2).
 * Programs other than browsers send none.
 */
export function isForeign(origins: Origins, { origin, host }: Sender): boolean {
  if (origin === undefined || origins.allow({ origin, host })) return false
  if (!URL.canParse(origin)) return true
  const { protocol, host: own } = new URL(origin)
  // Parsed the same way, because case and the scheme's default port make no difference.
  const requested = `${protocol}//${host}`
  return !host || !URL.canParse(requested) || new URL(requested).host !== own
}
