import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'

/** The last response on a connection that did not have to wait for an earlier one. */
const notQueued = new WeakMap<Duplex, ServerResponse>()

/** The responses on a connection that had to wait for earlier ones, in order. */
const queued = new WeakMap<Duplex, Set<ServerResponse>>()

/** The response that a connection is sending or will send next, if any. */
export function currentResponse(connection: Duplex): ServerResponse | undefined {
  const responses = [notQueued.get(connection), ...(queued.get(connection) ?? [])]
  // Node gives a response its socket when its turn comes, and takes it away when it is sent.
  return responses.find((response) => response?.socket === connection)
}

/**
 * Counts pipelined requests: those that arrive before the previous reply is sent. Stops reading a
 * connection while `max` of its requests are queued behind an unsent reply. Requests
 * read by then, up to 64 KiB at a time, are still answered. Node itself pauses only when the replies
 * that it has to send are large.
 */
export function limitPipelining(max: number) {
  function queueOf(socket: Socket): Set<ServerResponse> {
    const known = queued.get(socket)
    if (known) return known
    const queue = new Set<ServerResponse>()
    queued.set(socket, queue)
    // Node resumes a connection whenever a body is read from it.
    socket.on('resume', () => {
      if (queue.size >= max) socket.pause()
    })
    return queue
  }

  return {
    /** Counts a request when it arrives. Not an event listener, to avoid its cost per request. */
    count({ socket }: IncomingMessage, response: ServerResponse): void {
      if (response.socket) {
        notQueued.set(socket, response)
        return
      }
      const queue = queueOf(socket).add(response)
      if (queue.size >= max) socket.pause()
      response.once('close', () => {
        queue.delete(response)
        if (queue.size < max) socket.resume()
      })
    },
    /** Whether a response is the response to the newest request. */
    isNewest(response: ServerResponse): boolean {
      const queue = queued.get(response.req.socket)
      return !queue?.size || [...queue].at(-1) === response
    },
  }
}
