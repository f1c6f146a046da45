import type { Socket } from 'node:net'

/** What Node does not tell by itself: how much of what it is writing the system has not taken. */
interface Handled {
  readonly _handle?: { readonly writeQueueSize: number } | null
}

/**
 * Watches whether the far end of a connection reads. The result tells whether, since it was asked
 * last, the system has taken more of what waits to be sent: only possible when the client took some.
 */
export function watchProgress(connection: Socket): () => boolean {
  let takenBefore = 0
  let unwrittenBefore = 0
  return () => {
    // Counts a write when it is done, and what has gathered meanwhile becomes one write.
    const taken = connection.bytesWritten - connection.writableLength
    const unwritten = (connection as Handled)._handle?.writeQueueSize ?? 0
    const isMoving =
      connection.writableLength > 0 && (taken > takenBefore || unwritten < unwrittenBefore)
    takenBefore = taken
    unwrittenBefore = unwritten
    return isMoving
  }
}
