import type { MiddlewareHandler } from 'hono'
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

/** Adds the headers of every reply and a Content-Security-Policy to a page. `allowed` relaxes the policy. */
export function page(allowed: Policy = {}): MiddlewareHandler<ApiEnv> {
  const directives = Object.entries({ ...strictest, ...allowed })
  const own = {
    'Content-Security-Policy': directives.map((directive) => directive.join(' ')).join('; '),
    'Referrer-Policy': 'no-referrer',
  }
  return (c, next) => {
    for (const [name, value] of Object.entries(replyHeaders(c, own))) c.header(name, value)
    return next()
  }
}
