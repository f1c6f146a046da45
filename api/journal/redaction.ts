import type { IncomingHttpHeaders } from 'node:http'

/** What only its sender should know, and nobody who reads about it. */
const secret = new Set(['authorization', 'proxy-authorization', 'cookie'])

/** Headers as they may be shown to others: each as one text, without secrets. */
export const shownHeaders = (headers: IncomingHttpHeaders): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, secret.has(name) ? '(redacted)' : String(value)]),
  )
