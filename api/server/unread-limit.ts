import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Clock } from '../../engine/index.ts'
import { watchProgress } from '../broadcast/write-progress.ts'
import { isReadAsHttp } from './node-connection.ts'

/** A connection, and whether nothing of what waits was taken when it was looked at last. */
interface Watched {
  readonly isMoving: () => boolean
  wasStuck: boolean
}

/**
 * Cuts off a client that takes nothing of a reply that waits for it, for `ms` milliseconds or twice
 * as long at most. All connections are looked at in one go: Node's own timeout would set a timer
 * anew with every read and every write.
 */
export function limitUnread(server: Server, ms: number, clock: Clock): void {
  const watched = new Map<Socket, Watched>()
  let callOff = () => {}

  function lookLater(): void {
    callOff = clock.schedule(clock.now() + ms, () => {
      for (const [socket, connection] of watched) look(socket, connection)
      if (watched.size > 0) lookLater()
    })
  }

  function look(socket: Socket, connection: Watched): void {
    const isStuck = !connection.isMoving() && socket.writableLength > 0 && isReadAsHttp(socket)
    if (isStuck && connection.wasStuck) socket.destroy()
    connection.wasStuck = isStuck
  }

  server.on('connection', (socket) => {
    if (watched.size === 0) lookLater()
    watched.set(socket, { isMoving: watchProgress(socket), wasStuck: false })
    socket.once('close', () => {
      watched.delete(socket)
      if (watched.size === 0) callOff()
    })
  })
}
