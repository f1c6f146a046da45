import { once } from 'node:events'
import { connect } from 'node:net'

const times = 5

/** How long it takes at best to connect to an address, in whole milliseconds. */
export async function measureConnectMs(address: string): Promise<number> {
  const { hostname, port, protocol } = new URL(address)
  const place = {
    // An address of IPv6 stands in brackets in a URL alone.
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: Number(port) || (protocol === 'https:' ? 443 : 80),
  }
  let bestMs = Number.POSITIVE_INFINITY
  for (let nth = 0; nth < times; nth += 1) {
    const startedAt = performance.now()
    const socket = connect(place)
    await once(socket, 'connect')
    bestMs = Math.min(bestMs, performance.now() - startedAt)
    socket.destroy()
  }
  return Math.round(bestMs)
}
