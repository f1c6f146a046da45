import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Clock } from '../../engine/index.ts'
import { startHeartbeat } from '../broadcast/heartbeat.ts'
import { watchProgress } from '../broadcast/write-progress.ts'

/**
 * Destroys a connection whose client reads nothing of a waiting reply for `ms` to twice `ms`
 * milliseconds. One timer checks all connections: Node's own timeout restarts a timer on every read
 * and write. Upgraded connections are exempt.
 */
export function limitUnread(server: Server, ms: number, clock: Clock): void {
  /** The check of each watched connection. */
  const checks = new Map<Duplex, () => void>()
  let stop = () => {}

  function checkOf(socket: Socket): () => void {
    const isMoving = watchProgress(socket)
    let wasStuck = false
    return () => {
      const isStuck = !isMoving() && socket.writableLength > 0
      if (isStuck && wasStuck) socket.destroy()
      wasStuck = isStuck
    }
  }

  function unwatch(socket: Duplex): void {
    if (checks.delete(socket) && checks.size === 0) stop()
  }

  server.on('connection', (socket: Socket) => {
    if (checks.size === 0) {
      stop = startHeartbeat(ms, clock, () => {
        for (const check of checks.values()) check()
      })
    }
    checks.set(socket, checkOf(socket))
    socket.once('close', () => unwatch(socket))
  })
  server.on('upgrade', (_request, socket) => unwatch(socket))
  server.on('connect', (_request, socket) => unwatch(socket))
}
