import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import { finished } from 'node:stream'
import { maxClosing } from './close-in-stages.ts'

/** The most connections that get a 503 at once. Beyond that, Node closes them without a reply. */
const maxRefusals = 100

/**
 * Serves at most `max` connections at once and calls `refuse` for each further one. Node's own limit
 * closes connections without a reply.
 */
export function limitConnections(
  server: Server,
  max: number,
  refuse: (socket: Socket) => void,
): void {
  server.maxConnections = max + maxClosing + maxRefusals
  // Node's own listener starts HTTP on a connection. It must not see refused ones.
  const startHttp = server.listeners('connection') as ((socket: Socket) => void)[]
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
    for (const start of startHttp) start.call(server, socket)
  })
}
