import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { dueResponse, readFurther, stopReading } from './node-connection.ts'

/** Counts pipelined requests: those that arrive before the previous reply is sent. */
export interface Pipelining {
  /** Takes in a request when it has come; a listener of its own for that would cost every request. */
  count(request: IncomingMessage, response: ServerResponse): void
  /** Whether no request has come after the one that a response answers. */
  isNewest(response: ServerResponse): boolean
}

/**
 * Reads a connection no further while `max` of its requests wait for their replies, and goes on as
 * replies go out. What has been read by then, 64 KiB at a time, is answered all the same. Node by
 * itself goes on reading as long as what it has to send back is small.
 */
export function limitPipelining(max: number): Pipelining {
  const waitingOn = new WeakMap<Socket, Set<ServerResponse>>()

  return {
    count({ socket }, response) {
      // One whose turn it is was not sent ahead: of most connections no request ever is.
      if (dueResponse(socket) === response) return
      const waiting = waitingOn.get(socket) ?? new Set()
      waitingOn.set(socket, waiting.add(response))
      if (waiting.size >= max) stopReading(socket)
      response.once('close', () => {
        waiting.delete(response)
        if (waiting.size < max) readFurther(socket)
      })
    },
    isNewest(response) {
      const waiting = waitingOn.get(response.req.socket)
      return !waiting?.size || [...waiting].at(-1) === response
    },
  }
}
