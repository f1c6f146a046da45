import type { Socket } from 'node:net'

/** Node's internal handle. Only it knows how much of the current write the OS has not accepted. */
interface HasHandle {
  readonly _handle?: { readonly writeQueueSize: number } | null
}

/**
 * Watches whether the peer of a connection reads. The returned function returns true if the OS has
 * accepted more bytes since the last call, so the peer is reading.
 */
export function watchProgress(connection: Socket): () => boolean {
  let flushedBefore = 0
  let unwrittenBefore = 0
  return () => {
    // Counts a write only when it is complete. Node combines the bytes that wait into one write.
    const flushed = connection.bytesWritten - connection.writableLength
    const unwritten = (connection as HasHandle)._handle?.writeQueueSize ?? 0
    const isMoving =
      connection.writableLength > 0 && (flushed > flushedBefore || unwritten < unwrittenBefore)
    flushedBefore = flushed
    unwrittenBefore = unwritten
    return isMoving
  }
}
