import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { isReadAsHttp, isThrottled } from './node-connection.ts'

/** Where the header fields of every request end (RFC 9112, section 2.1). */
const blankLine = '\r\n\r\n'

/**
 * Stops reading a connection while `max` of its requests wait for their replies, and goes on as
 * replies go out. Node by itself makes requests of all that a client sends ahead, as long as what
 * it has to send back is small.
 */
export function limitPipelining(server: Server, max: number): void {
  const pipelines = new WeakMap<Socket, Pipeline>()

  const count = ({ socket }: IncomingMessage, response: ServerResponse) =>
    pipelines.get(socket)?.add(response)
  server.prependListener('request', count)
  server.prependListener('checkExpectation', count)
  server.on('connection', (socket) => {
    pipelines.set(socket, createPipeline(socket, max))
  })
}

interface Pipeline {
  /** Counts a request until its reply is out. */
  add(response: ServerResponse): void
}

/** Puts itself between a connection and Node's parser, which has just begun to listen to it. */
function createPipeline(socket: Socket, max: number): Pipeline {
  const [parse] = socket.listeners('data') as [(bytes: Buffer) => void]
  let waiting = 0

  function feed(bytes: Buffer): void {
    let fed = 0
    // The parser makes requests of all that it is given, so it is given one at a time.
    while (fed < bytes.length && isOpen()) {
      const end = endOfRequest(bytes, fed)
      parse(bytes.subarray(fed, end))
      fed = end
    }
    // What became a WebSocket is read by somebody else, from where the parser stopped.
    if (!isReadAsHttp(socket)) socket.off('data', feed)
    else if (fed < bytes.length) socket.pause()
    if (fed < bytes.length) socket.unshift(bytes.subarray(fed))
  }

  const isOpen = () =>
    // Nobody listens once the parser has come upon what it cannot read.
    isReadAsHttp(socket) &&
    socket.listenerCount('data') > 0 &&
    waiting < max &&
    !isThrottled(socket)

  socket.off('data', parse)
  socket.on('data', feed)
  return {
    add(response) {
      waiting++
      response.once('close', () => {
        waiting--
        if (isOpen()) socket.resume()
      })
    },
  }
}

/** Up to where there is at most one request; it may begin before `start`, and its body come later. */
function endOfRequest(bytes: Buffer, start: number): number {
  const found = bytes.indexOf(blankLine, start, 'latin1')
  return found < 0 ? bytes.length : found + blankLine.length
}
