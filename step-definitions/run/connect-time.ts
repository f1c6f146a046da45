import { once } from 'node:events'
import { connect } from 'node:net'

const attempts = 5

/** The shortest time of five connections to an address, in whole milliseconds. */
export async function measureConnectMs(address: string): Promise<number> {
  const { hostname, port, protocol } = new URL(address)
  const place = {
    // Only a URL writes an IPv6 address in brackets.
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: Number(port) || (protocol === 'https:' ? 443 : 80),
  }
  let bestMs = Number.POSITIVE_INFINITY
  for (let nth = 0; nth < attempts; nth += 1) {
    const startedAt = performance.now()
    const socket = connect(place)
    await once(socket, 'connect')
    bestMs = Math.min(bestMs, performance.now() - startedAt)
    socket.destroy()
  }
  return Math.round(bestMs)
}
