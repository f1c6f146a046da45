import type { IncomingMessage } from 'node:http'

/**
 * Normalizes Host for the adapter, which accepts an IPv6 address only as a URL spells it. `rawHeaders`
 * keeps the spelling that was sent. Sets a non-enumerable `localhost` for HTTP/1.0 requests without a
 * Host, so the journal does not show it.
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
