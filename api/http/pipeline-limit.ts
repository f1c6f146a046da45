import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { dueResponse, readFurther, stopReading } from './node-connection.ts'

/**
 * Reads a connection no further while `max` of its requests wait for their replies, and goes on as
 * replies go out. What has been read by then, 64 KiB at a time, is answered all the same. Node by
 * itself goes on reading as long as what it has to send back is small. The result takes in each
 * request when it has come; a listener of its own for that would cost every request.
 */
export function limitPipelining(
  max: number,
): (request: IncomingMessage, response: ServerResponse) => void {
  const waitingOn = new WeakMap<Socket, number>()

  return ({ socket }, response) => {
    // One whose turn it is was not sent ahead: of most connections no request ever is.
    if (dueResponse(socket) === response) return
    const waiting = (waitingOn.get(socket) ?? 0) + 1
    waitingOn.set(socket, waiting)
    if (waiting >= max) stopReading(socket)
    response.once('close', () => {
      const left = (waitingOn.get(socket) ?? 1) - 1
      waitingOn.set(socket, left)
      if (left < max) readFurther(socket)
    })
  }
}
