import type { Socket } from 'node:net'

/**
 * Watches whether the far end of a connection reads. The result tells whether, since it was asked
 * last, the system has taken more of what waits to be sent: only possible when the client took some.
 */
export function watchProgress(connection: Socket): () => boolean {
  let takenBefore = 0
  return () => {
    const taken = connection.bytesWritten - connection.writableLength
    const isMoving = connection.writableLength > 0 && taken > takenBefore
    takenBefore = taken
    return isMoving
  }
}
