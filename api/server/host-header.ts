import type { IncomingMessage } from 'node:http'

/**
 * Spells the Host header so that the adapter can make a URL of it: the adapter accepts an IPv6 address only
 * as a URL spells it. A request in HTTP/1.0 may have no Host header. The adapter would then take the address
 * of the server, which fails for IPv6, so it gets a header that is not enumerable: the journal does not show
 * it. The spelling that was sent stays in `rawHeaders`.
 */
export function prepareHost({ headers }: Pick<IncomingMessage, 'headers'>): void {
  const { host } = headers
  if (host === undefined) Object.defineProperty(headers, 'host', { value: 'localhost' })
  else if (host.startsWith('[')) headers.host = asInUrl(host)
}

/** The host as a URL spells it, with its port unchanged. */
function asInUrl(host: string): string {
  const { hostname } = URL.parse(`http://${host}`) ?? {}
  return hostname === undefined ? host : hostname + host.slice(host.indexOf(']') + 1)
}
