import type { ServerResponse } from 'node:http'
import { goingAway } from './farewell.ts'
import { watchProgress } from './progress.ts'
import type { Sink } from './sink.ts'
import type { Wire } from './wire.ts'

/** How soon an EventSource whose connection broke comes back. */
const retryMs = 1000

/**
 * Messages as server-sent events (HTML standard, section 9.2). They bear no event name, so that
 * `onmessage` hears all of them.
 */
export const eventStreamWire: Wire = {
  encode: (messages) =>
    Buffer.from(
      messages.map(({ position, text }) => `id: ${position}\ndata: ${text}\n\n`).join(''),
    ),
}

/** An event without data: it sets where an EventSource resumes from and is not dispatched. */
const beginning = (position: number) => `retry: ${retryMs}\nid: ${position}\n\n`

/** A line that says nothing, but shows everybody on the way that the connection is in use. */
const comment = ':\n\n'

/**
 * Sends to the body of a reply, whose head is written. It has no way to say why it ends; an
 * EventSource comes back by itself and resumes.
 */
export function createEventStreamSink(reply: ServerResponse, position: number): Sink {
  const connection = reply.req.socket
  const isReading = watchProgress(connection)
  let wasBehind = false

  reply.write(beginning(position))

  return {
    wire: eventStreamWire,
    get unreadBytes() {
      return reply.writableLength
    },
    send(bytes, onTaken) {
      if (reply.writable) reply.write(bytes, onTaken)
    },
    ping() {
      const isBehind = reply.writableLength > 0
      if (!isReading() && isBehind && wasBehind) reply.destroy()
      else reply.write(comment)
      wasBehind = isBehind
    },
    close({ code }) {
      if (code === goingAway.code) reply.end()
      else reply.destroy()
    },
  }
}
