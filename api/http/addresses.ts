/**
 * Where browsers reach the two APIs of a platform: a port on the host that the browser already names, or
 * a base URL from the settings. Undefined while an API does not listen.
 */
export interface Addresses {
  trading?: Address
  control?: Address
}

export type Address = number | string

/**
 * The base URL of an address, without a slash at its end. `host` is the Host header of the browser's
 * request. Undefined if there is no address.
 */
export function urlAt(address: Address | undefined, host = 'localhost'): string | undefined {
  if (address === undefined) return undefined
  if (typeof address === 'string') return address
  const url = URL.parse(`http://${host}`) ?? new URL('http://localhost')
  url.port = `${address}`
  return url.origin
}

/** The origin of the console's page, as a browser that names `host` sends it. */
export function consoleOrigin(
  { control }: Addresses,
  host: string | undefined,
): string | undefined {
  const url = urlAt(control, host)
  return url === undefined ? undefined : new URL(url).origin
}
