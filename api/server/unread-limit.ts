import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Clock } from '../../engine/index.ts'
import { watchProgress } from '../broadcast/write-progress.ts'

interface Watched {
  readonly isMoving: () => boolean
  /** Whether the last check found an unread reply and no progress. */
  wasStuck: boolean
}

/**
 * Destroys a connection whose client reads nothing of a waiting reply for `ms` to twice `ms`
 * milliseconds. One timer checks all connections: Node's own timeout restarts a timer on every read
 * and write. Upgraded connections are exempt.
 */
export function limitUnread(server: Server, ms: number, clock: Clock): void {
  const watched = new Map<Duplex, Watched>()
  let cancel = () => {}

  function scheduleCheck(): void {
    cancel = clock.schedule(clock.now() + ms, () => {
      for (const [socket, connection] of watched) check(socket, connection)
      if (watched.size > 0) scheduleCheck()
    })
  }

  function check(socket: Duplex, connection: Watched): void {
    const isStuck = !connection.isMoving() && socket.writableLength > 0
    if (isStuck && connection.wasStuck) socket.destroy()
    connection.wasStuck = isStuck
  }

  function unwatch(socket: Duplex): void {
    if (watched.delete(socket) && watched.size === 0) cancel()
  }

  server.on('connection', (socket: Socket) => {
    if (watched.size === 0) scheduleCheck()
    watched.set(socket, { isMoving: watchProgress(socket), wasStuck: false })
    socket.once('close', () => unwatch(socket))
  })
  server.on('upgrade', (_request, socket) => unwatch(socket))
  server.on('connect', (_request, socket) => unwatch(socket))
}
