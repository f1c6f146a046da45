import type { Problem } from '../contract/orders.ts'
import type { VenueState } from '../control/control-contract.ts'
import { ControlRefusal, controlClient, type Send } from './control-request.ts'
import { type PlatformControl, platformControl } from './platform-control.ts'

/** Where a running platform is. */
export interface ConnectOptions {
  /** The base URL of its control API, such as http://127.0.0.1:8081. */
  readonly controlUrl: string
  /** The `CONTROL_TOKEN` that it was started with, if it has one. */
  readonly token?: string | undefined
}

/**
 * Connects to a platform in another process, through its control API. A venue that it opens has a real
 * clock unless you hold it. Rejects with an Error that says what to do if no platform answers, if the
 * server is another one, or if the token is wrong.
 * @example
 * const platform = await connect({ controlUrl: 'http://127.0.0.1:8081' })
 * const venue = await platform.openVenue({ clock: { mode: 'held' } })
 * await venue.advance({ byMs: 3000 })
 */
export async function connect({ controlUrl, token }: ConnectOptions): Promise<PlatformControl> {
  const base = baseOf(controlUrl)
  const limit = AbortSignal.timeout(greetingMs)
  const first = platformControl(controlClient(overHttp(base, token, limit)), base)
  const state = await first.read().catch((error: unknown) => {
    throw error instanceof ControlRefusal ? explain(error, base, token) : error
  })
  if (!isVenue(state)) throw notControl(base)
  return platformControl(controlClient(overHttp(base, token)), base)
}

/** How long the platform may take to answer the first request. */
const greetingMs = 10_000

const example = 'http://127.0.0.1:8081'

function baseOf(controlUrl: string): string {
  const url = URL.canParse(controlUrl) ? new URL(controlUrl) : undefined
  if (url?.protocol === 'http:' || url?.protocol === 'https:') {
    return `${url.origin}${url.pathname.replace(/\/+$/, '')}`
  }
  throw new TypeError(`connect: controlUrl must be a URL such as ${example}, not ${controlUrl}`)
}

/** Sends requests to the control API at a URL. Rejects if no control API answers there. */
function overHttp(base: string, token: string | undefined, limit?: AbortSignal): Send {
  const authorization = token === undefined ? {} : { Authorization: `Bearer ${token}` }
  return async (path, init) => {
    const request = new Request(`${base}${path}`, {
      ...init,
      headers: { ...init.headers, ...authorization },
      ...(limit && { signal: limit }),
    })
    const reply = await fetch(request).catch((error: Error) => {
      throw unreachable(base, error)
    })
    const [type] = (reply.headers.get('Content-Type') ?? '').split(';')
    const expected = reply.ok ? 'application/json' : 'application/problem+json'
    if (reply.status === 204 || type === expected) return reply
    await reply.body?.cancel()
    throw notControl(base, type ? `${reply.status} ${type}` : String(reply.status))
  }
}

function unreachable(base: string, error: Error): Error {
  const { cause } = error
  const reason = cause instanceof Error ? (cause as NodeJS.ErrnoException).code : undefined
  const why = reason ?? (cause instanceof Error ? cause.message : error.message)
  const message = `No platform answers at ${base} (${why}). Check that it runs, for example with npm start, and that controlUrl is the URL of its control API.`
  return new Error(message, { cause: error })
}

function notControl(base: string, got = 'another reply'): Error {
  return new Error(
    `The server at ${base} is not the control API of papertape: it sent ${got}. Pass the URL of the control API as controlUrl. It has a port of its own, by default 8081.`,
  )
}

/** Says what to do about a refusal of the first request. */
function explain(refusal: ControlRefusal, base: string, token: string | undefined): Error {
  const { code, status }: Partial<Problem> = refusal.problem
  if (code === 'UNAUTHORIZED') {
    const how = token === undefined ? 'requires a token' : 'does not accept this token'
    const message = `The platform at ${base} ${how}. Pass the CONTROL_TOKEN that it was started with as token.`
    return new Error(message, { cause: refusal })
  }
  // A code that no control API sends, or a problem of another server.
  const isOther = code === 'ROUTE_NOT_FOUND' || code === undefined
  return isOther
    ? notControl(base, `${status ?? 'a problem'} ${code ?? 'without a code'}`)
    : refusal
}

const isVenue = (state: Partial<VenueState> | null) => typeof state?.logId === 'string'
