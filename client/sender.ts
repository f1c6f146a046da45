import { refusalIn } from './refusal.ts'
import { type RepeatOptions, repeat } from './repeat.ts'
import { createSeen } from './seen.ts'

/** Where a venue is. */
export interface Address {
  /** The base URL of the REST API, such as http://localhost:8080. */
  readonly url: string
  /** The name of the venue. Default: the main venue. */
  readonly venue?: string | undefined
}

interface Request {
  readonly method?: 'POST' | 'DELETE'
  readonly path: string
  readonly body?: object
  /** The version that the order must have. */
  readonly version?: number | undefined
  /** Makes a command safe to repeat. Every command has one; reads need none. */
  readonly key?: string
}

/** A reply with its whole body. */
export interface Reply {
  readonly headers: Headers
  readonly body: unknown
}

export type Send = ReturnType<typeof createSender>

/** Creates the function that sends a request to a venue, and repeats it until it is decided. */
export function createSender({ url, venue }: Address, defaultWithinMs?: number) {
  const seen = createSeen()

  async function sendOnce(request: Request, signal: AbortSignal): Promise<Reply> {
    const headers = headersOf(request, venue)
    if (request.key === undefined) seen.addTo(headers)
    const { method = 'GET', path } = request
    const body = request.body ? JSON.stringify(request.body) : null
    const reply = await fetch(`${url}${path}`, { method, headers, body, signal })
    const refusal = reply.ok ? undefined : await refusalIn(reply)
    seen.note(reply, refusal)
    if (!refusal) return wholeReply(reply)
    // Reads from the new log at once.
    if (seen.forget(headers.get('Log-Id'), refusal)) return sendOnce(request, signal)
    throw refusal
  }

  /** Sends a request until it is decided. Every attempt has the same key. */
  return function send(request: Request, options: RepeatOptions = {}): Promise<Reply> {
    const { signal, withinMs = defaultWithinMs } = options
    const attempt = (limit: AbortSignal) => sendOnce(request, limit)
    return repeat(attempt, { key: request.key, signal, withinMs })
  }
}

/** Fails if the connection breaks within the body: that reply is lost, too. */
const wholeReply = async (reply: Response): Promise<Reply> => ({
  headers: reply.headers,
  body: reply.status === 204 ? undefined : await reply.json(),
})

function headersOf({ body, version, key }: Request, venue: string | undefined): Headers {
  const headers = new Headers()
  if (venue !== undefined) headers.set('Venue', venue)
  if (body) headers.set('Content-Type', 'application/json')
  if (version !== undefined) headers.set('If-Match', `"${version}"`)
  // A string of RFC 8941, section 3.3.3.
  if (key !== undefined) headers.set('Idempotency-Key', `"${key.replaceAll(/["\\]/g, '\\$&')}"`)
  return headers
}
