import { getPath } from 'hono/utils/url'

/** The URL of a valid request target (RFC 9112, section 3.2). A path gets a placeholder host. */
export const urlOf = (target: string): URL =>
  new URL(target.startsWith('/') ? `http://host${target}` : target)

/** Paths without escapes or dots. Hono decodes them to themselves. */
const isPlain = /^\/[\w/-]*$/

/** The path of a valid request target, decoded as the app decodes it. */
export function pathOf(target: string): string {
  const path = target.split('?', 1)[0] as string
  return isPlain.test(path) ? path : getPath(new Request(urlOf(target)))
}
