import type { MiddlewareHandler } from 'hono'
import { type ApiEnv, replyHeaders } from './reply.ts'

/** What a page may load and do, by directive (Content Security Policy Level 3). */
type Policy = Readonly<Record<string, string>>

/** Nothing is loaded, nothing is sent anywhere, and nobody may put a frame around it. */
const strictest: Policy = {
  'default-src': "'none'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
}

/** Gives a page for people, or a part of it, its headers: those of every reply, and what the browser is to keep it from. */
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
