import { createHash, timingSafeEqual } from 'node:crypto'
import type { Context, MiddlewareHandler } from 'hono'
import { isForeign } from '../http/origins.ts'
import { problem } from '../http/problems.ts'
import type { ApiEnv } from '../http/reply.ts'
import { requestHeaders } from '../http/request-headers.ts'

const digest = (text: string) => createHash('sha256').update(text).digest()

export interface GuardOptions {
  /** The bearer token that every request must send. Omitted: no token is required. */
  readonly token?: string | undefined
}

/** Rejects requests from pages of another origin, because browsers let any page send a bodiless POST. */
export const refuseForeign: MiddlewareHandler<ApiEnv> = (c, next) => {
  const headers = requestHeaders(c)
  if (!isForeign(c.get('origins'), headers)) return next()
  const detail = `Pages of ${headers.origin} may not control papertape.`
  return Promise.resolve(problem(c, 'FORBIDDEN_ORIGIN', detail))
}

/** Rejects requests without the token (RFC 6750), if one is set. */
export function requireToken({ token }: GuardOptions): MiddlewareHandler<ApiEnv> {
  const isAuthorized = token === undefined ? () => true : hasToken(token)
  return (c, next) =>
    isAuthorized(requestHeaders(c).authorization) ? next() : Promise.resolve(unauthorized(c))
}

/** Compares digests in constant time. */
function hasToken(token: string) {
  const expected = digest(`Bearer ${token}`)
  // The scheme is case-insensitive (RFC 9110, section 11.1).
  return (authorization = '') =>
    timingSafeEqual(digest(authorization.replace(/^bearer +/i, 'Bearer ')), expected)
}

function unauthorized(c: Context<ApiEnv>) {
  const detail = requestHeaders(c).authorization
    ? 'The Authorization header does not carry the CONTROL_TOKEN of this platform.'
    : 'The request has no Authorization header.'
  const challenge = { 'WWW-Authenticate': 'Bearer realm="papertape control"' }
  return problem(c, 'UNAUTHORIZED', detail, undefined, challenge)
}
