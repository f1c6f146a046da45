import type { IncomingMessage } from 'node:http'

/**
 * Makes the Host header one of which the adapter makes a URL. Only HTTP/1.0 may name no host. The adapter
 * then takes the address that is listened at, of which no URL can be made where it is one of IPv6. Not
 * enumerable, for it was not sent: a journal does not show it. An IPv6 address has many spellings, and
 * the adapter refuses all but that of a URL.
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
