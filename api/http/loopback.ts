/** Whether an address, or the name localhost, means this machine alone. */
export const isLoopback = (address: string): boolean =>
  /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i.test(address)

const withoutPort = (host: string) => host.replace(/:\d{1,5}$/, '')

/**
 * Whether a Host header names this machine, for every resolver (RFC 6761, section 6.3). After DNS
 * rebinding the header has the attacker's name.
 */
function namesLoopback(host: string): boolean {
  const name = withoutPort(host).replace(/\.$/, '')
  return isLoopback(name) || /\.localhost$/i.test(name)
}

/** Whether a Host header names this machine or is one of the allowed names; `*` allows any. */
export function allowedBy(allowedHosts: readonly string[]): (host: string) => boolean {
  if (allowedHosts.includes('*')) return () => true
  const names = new Set(allowedHosts.map((name) => name.toLowerCase()))
  return (host) => namesLoopback(host) || names.has(withoutPort(host).toLowerCase())
}
