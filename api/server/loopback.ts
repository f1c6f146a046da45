import { BlockList, isIP } from 'node:net'

/** Also matches its IPv4 addresses as IPv6, such as ::ffff:127.0.0.1. */
const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8)
loopback.addAddress('::1', 'ipv6')

/** Whether an address, or the name localhost, means only this machine. */
export function isLoopback(address: string): boolean {
  if (/^localhost$/i.test(address)) return true
  const bare = address.replace(/^\[(.*)\]$/, '$1')
  const version = isIP(bare)
  return version !== 0 && loopback.check(bare, `ipv${version as 4 | 6}`)
}

/**
 * The name or address in a Host header: without the port and the dot of a fully qualified name, in lower
 * case, and with an IPv6 address as a URL spells it.
 */
function hostNameIn(host: string): string {
  const name = host.replace(/:\d{1,5}$/, '').replace(/\.$/, '')
  return (
    (name.startsWith('[') ? URL.parse(`http://${name}`)?.hostname : undefined) ?? name.toLowerCase()
  )
}

/**
 * Whether a Host header names this machine, for every resolver (RFC 6761, section 6.3). After DNS
 * rebinding the header has the attacker's name.
 */
const namesLoopback = (name: string) => isLoopback(name) || name.endsWith('.localhost')

/** Checks a Host header: it must name this machine or an allowed host; `*` allows any. */
export function allowedBy(allowedHosts: readonly string[]): (host: string) => boolean {
  if (allowedHosts.includes('*')) return () => true
  const names = new Set(allowedHosts.map(hostNameIn))
  return (host) => {
    const name = hostNameIn(host)
    return namesLoopback(name) || names.has(name)
  }
}
