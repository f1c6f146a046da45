import { BlockList, isIP } from 'node:net'

/** The list also matches the IPv6 forms of its IPv4 addresses, such as ::ffff:127.0.0.1. */
const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8)
loopback.addAddress('::1', 'ipv6')

/** Whether an address, or the name localhost, means this machine alone. */
export function isLoopback(address: string): boolean {
  if (/^localhost$/i.test(address)) return true
  const bare = address.replace(/^\[(.*)\]$/, '$1')
  const version = isIP(bare)
  return version !== 0 && loopback.check(bare, `ipv${version as 4 | 6}`)
}

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
