import type { Context, MiddlewareHandler } from 'hono'
import { type ApiEnv, replyHeaders } from './reply.ts'

/** A Content Security Policy (Level 3), by directive. */
type Policy = Readonly<Record<string, string>>

/** The page loads nothing, sends nothing and cannot be framed. */
const strictest: Policy = {
  'default-src': "'none'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
}

/**
 * Adds the common headers and a Content-Security-Policy to a page. `allowed` relaxes the policy, perhaps
 * for each request.
 */
export function page(
  allowed: Policy | ((c: Context<ApiEnv>) => Policy) = {},
): MiddlewareHandler<ApiEnv> {
  const policyOf = typeof allowed === 'function' ? allowed : () => allowed
  return (c, next) => {
    const directives = Object.entries({ ...strictest, ...policyOf(c) })
    const own = {
      'Content-Security-Policy': directives.map((directive) => directive.join(' ')).join('; '),
      'Referrer-Policy': 'no-referrer',
    }
    for (const [name, value] of Object.entries(replyHeaders(c, own))) c.header(name, value)
    return next()
  }
}
