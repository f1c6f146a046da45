import type { IncomingMessage } from 'node:http'

/**
 * Spells the Host header so that the adapter can make a URL of it. It refuses every spelling of an IPv6
 * address but that of a URL. A request in HTTP/1.0 may have no Host header; the adapter would take the
 * address of the server, which fails for IPv6. The header that is set instead is not enumerable: a
 * journal does not show it, because it was not sent.
 */
export function prepareHost({ headers }: Pick<IncomingMessage, 'headers'>): void {
  const { host } = headers
  if (host === undefined) Object.defineProperty(headers, 'host', { value: 'localhost' })
  else if (host.startsWith('[')) headers.host = asInUrl(host)
}

/** The same host as a URL spells it, and its port as it is written. */
function asInUrl(host: string): string {
  const { hostname } = URL.parse(`http://${host}`) ?? {}
  return hostname === undefined ? host : hostname + host.slice(host.indexOf(']') + 1)
}
