import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import { finished } from 'node:stream'
import { maxClosing } from './close-in-stages.ts'

/** How many may be told at once that there is no room; beyond, Node closes connections without a word. */
const refusalsAtOnce = 100

/**
 * Lets a server serve at most `max` connections at once, and has whoever comes beyond that refused.
 * Node's own limit leaves no way to say why.
 */
export function limitConnections(
  server: Server,
  max: number,
  refuse: (newcomer: Socket) => void,
): void {
  server.maxConnections = max + maxClosing + refusalsAtOnce
  // What makes HTTP of a connection listens first, and must not see those who are refused.
  const serveAll = server.listeners('connection') as ((socket: Socket) => void)[]
  server.removeAllListeners('connection')
  let served = 0

  server.on('connection', (socket) => {
    if (served >= max) {
      refuse(socket)
      return
    }
    served++
    // Once the server has closed its side, the connection no longer counts as served.
    finished(socket, { readable: false }, () => served--)
    for (const serve of serveAll) serve.call(server, socket)
  })
}
