import { refusalIn } from './refusal.ts'
import { type RepeatOptions, repeat } from './repeat.ts'

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
  /** The last log that a reply named, and the furthest position in it. */
  let seen = { log: '', position: 0 }

  function note({ headers }: Response): void {
    const log = headers.get('Log-Id') ?? ''
    const position = Number(headers.get('Log-Position'))
    seen = { log, position: log === seen.log ? Math.max(position, seen.position) : position }
  }

  return function send(request: Request, options: RepeatOptions = {}): Promise<Reply> {
    // Made once, so that every attempt sends the same request.
    const { method = 'GET', path, key } = request
    const headers = headersOf(request, venue)
    const body = request.body ? JSON.stringify(request.body) : null

    async function attempt(signal: AbortSignal): Promise<Reply> {
      // So that a read includes what this client has written or read before.
      if (method === 'GET') headers.set('Min-Log-Position', `${seen.position}`)
      const reply = await fetch(`${url}${path}`, { method, headers, body, signal })
      note(reply)
      if (!reply.ok) throw await refusalIn(reply)
      // Fails if the connection breaks within the body: that reply is lost, too.
      return { headers: reply.headers, body: reply.status === 204 ? undefined : await reply.json() }
    }

    const { signal, withinMs = defaultWithinMs } = options
    return repeat(attempt, { key, signal, withinMs })
  }
}

function headersOf({ body, version, key }: Request, venue: string | undefined): Headers {
  const headers = new Headers()
  if (venue !== undefined) headers.set('Venue', venue)
  if (body) headers.set('Content-Type', 'application/json')
  if (version !== undefined) headers.set('If-Match', `"${version}"`)
  // A string of RFC 8941, section 3.3.3.
  if (key !== undefined) headers.set('Idempotency-Key', `"${key.replaceAll(/["\\]/g, '\\$&')}"`)
  return headers
}
