import type { Problem } from '../../contract/orders.ts'
import type { Action } from '../store/action.ts'

/** A reply of one of the two APIs. */
export interface Reply {
  readonly status: number
  /** Its body; undefined for a reply without one. */
  readonly body: unknown
  readonly headers: Headers
  readonly tookMs: number
}

/** Thrown if an API refuses: the problem says why. */
export class Refused extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.detail)
    this.problem = problem
  }
}

/** What became of a request: the reply, or why there is none. */
export type Outcome = { readonly reply: Reply } | { readonly failure: Error }

/** Where the two APIs are, and the token of the control API. */
export interface Urls {
  readonly control: string
  readonly trading: string
  readonly token: string | undefined
}

type Request = Pick<Action, 'api' | 'method' | 'path' | 'body' | 'venue'>

/** Sends a request. Rejects with Refused if the API refuses, and with another error if there is no reply. */
export async function send(urls: Urls, request: Request): Promise<Reply> {
  const { api, method, path, body, venue } = request
  const headers = new Headers()
  if (body !== undefined) headers.set('Content-Type', 'application/json')
  if (venue !== undefined) headers.set('Venue', venue)
  if (api === 'control' && urls.token !== undefined) {
    headers.set('Authorization', `Bearer ${urls.token}`)
  }
  const startedAt = performance.now()
  const reply = await fetch(`${urls[api]}${path}`, {
    method,
    headers,
    body: body === undefined ? null : JSON.stringify(body),
    cache: 'no-store',
  }).catch(() => {
    throw new Error(`No reply from ${urls[api]}. It stopped, or the connection broke.`)
  })
  const content: unknown = reply.status === 204 ? undefined : await reply.json()
  if (!reply.ok) throw new Refused(content as Problem)
  const tookMs = Math.round(performance.now() - startedAt)
  return { status: reply.status, body: content, headers: reply.headers, tookMs }
}

/** Where the next page of a listing of frames starts; undefined on the last page. */
export const nextCursor = (headers: Headers): string | undefined =>
  /[?&]cursor=([\d-]+)/.exec(headers.get('Link') ?? '')?.[1]

/** Sends a request. Never rejects. */
export const outcomeOf = (urls: Urls, request: Request): Promise<Outcome> =>
  send(urls, request).then(
    (reply) => ({ reply }),
    (failure: Error) => ({ failure }),
  )
