import { createHash, timingSafeEqual } from 'node:crypto'
import type { Context, MiddlewareHandler } from 'hono'
import { isForeign } from '../http/origins.ts'
import { problem } from '../http/problems.ts'
import type { ApiEnv } from '../http/reply.ts'
import { requestHeaders } from '../http/request-headers.ts'

const digest = (text: string) => createHash('sha256').update(text).digest()

export interface GuardOptions {
  /** What every request has to bear; nothing when left out. */
  readonly token?: string | undefined
}

/**
 * Lets nobody in without the token (RFC 6750), if there is one. Nor a page of another origin: a
 * browser sends a request without a body for any page that asks it to.
 */
export function guard({ token }: GuardOptions): MiddlewareHandler<ApiEnv> {
  const mayAsk = token === undefined ? anybody : bearerOf(token)
  return (c, next) => {
    const headers = requestHeaders(c)
    if (isForeign(c.get('origins'), headers)) {
      const detail = `Pages of ${headers.origin} may not control papertape.`
      return Promise.resolve(problem(c, 'FORBIDDEN_ORIGIN', detail))
    }
    return mayAsk(headers.authorization) ? next() : Promise.resolve(askForToken(c))
  }
}

type MayAsk = (authorization: string | undefined) => boolean

const anybody: MayAsk = () => true

/** Compares digests, in a time that tells nothing of where they differ. */
function bearerOf(token: string): MayAsk {
  const expected = digest(`Bearer ${token}`)
  // A scheme is written in any case (RFC 9110, section 11.1).
  return (authorization = '') =>
    timingSafeEqual(digest(authorization.replace(/^bearer +/i, 'Bearer ')), expected)
}

function askForToken(c: Context<ApiEnv>) {
  const detail = requestHeaders(c).authorization
    ? 'The Authorization header does not bear the token of this platform.'
    : 'The request has no Authorization header.'
  const challenge = { 'WWW-Authenticate': 'Bearer realm="papertape control"' }
  return problem(c, 'UNAUTHORIZED', detail, undefined, challenge)
}
