import type { ServerResponse } from 'node:http'
import type { Clock } from '../../engine/index.ts'
import { lastEventIdOf } from '../contract/last-event-id.ts'
import type { ConnectionRecord } from '../journal/connection-record.ts'
import { stalledCloseMs, tooSlowCode } from './close-reason.ts'
import type { Encoding } from './encoding.ts'
import type { Sink } from './sink.ts'
import { watchProgress } from './write-progress.ts'

/** How soon an EventSource whose connection broke comes back. */
const retryMs = 1000

/**
 * Creates the wire of a log: its messages as server-sent events (HTML standard, section 9.2).
 * The events have no name, so `onmessage` gets all of them. The id names the log, because another
 * log has the same positions and the URL may not name one. Each block has data and an id: most
 * libraries ignore an id without data, and some pass an event without data to the application.
 * The id follows the data, because some libraries keep an id before they have the whole event.
 */
export function createEventStreamEncoding(logId: string): Encoding {
  return {
    encode: (messages) =>
      Buffer.from(
        messages
          .map(
            ({ position, text }) =>
              `data: ${text}\nid: ${lastEventIdOf({ position, log: logId })}\n\n`,
          )
          .join(''),
      ),
  }
}

/** The first line. No empty line follows it or the comment: that would make an event without data. */
export const firstLine = `retry: ${retryMs}\n`

/** A line that says nothing, but shows everybody on the way that the connection is in use. */
const comment = ':\n'

export interface EventStreamOptions {
  readonly encoding: Encoding
  /** The time of connections. */
  readonly clock: Clock
  /** What a journal keeps of it, where one is kept. */
  readonly record?: ConnectionRecord | undefined
}

/**
 * Sends to the body of a reply, whose head is written. It has no way to say why it ends; an
 * EventSource comes back by itself and resumes.
 */
export function createEventStreamSink(
  reply: ServerResponse,
  { encoding, clock, record }: EventStreamOptions,
): Sink {
  const connection = reply.req.socket
  const isReading = watchProgress(connection)
  let wasBehind = false
  /** Node takes a reply for writable even after its end, and then throws past everybody who writes. */
  const isOpen = () => !reply.writableEnded && !reply.destroyed

  function cutOff(): void {
    record?.recordClosing({})
    reply.destroy()
  }

  reply.write(firstLine)

  return {
    encoding,
    get unreadBytes() {
      return reply.writableLength
    },
    send(bytes, onTaken, sent) {
      if (isOpen())
        reply.write(bytes, record && sent ? record.recordSending(sent, onTaken) : onTaken)
      else if (sent) record?.recordSkipped(sent)
    },
    delivered: () =>
      new Promise((resolve) => {
        // All that can be known is that the system has taken it.
        if (reply.writableLength === 0 || !isOpen()) resolve()
        else reply.write('', () => resolve())
      }),
    ping() {
      const isBehind = reply.writableLength > 0
      if (!isReading() && isBehind && wasBehind) cutOff()
      else reply.write(comment)
      wasBehind = isBehind
    },
    cutOff() {
      // What was sent just before goes out first; Node holds it until its next tick.
      connection.uncork()
      cutOff()
    },
    close({ code, reason }) {
      // Nothing can be said with it, but a journal can say it.
      record?.recordClosing({ reason })
      if (code === tooSlowCode) {
        reply.destroy()
        return
      }
      // The end stands behind all that is unread: who does not come to it is cut off.
      reply.end()
      const callOff = clock.schedule(clock.now() + stalledCloseMs, () => void reply.destroy())
      reply.once('close', callOff)
    },
  }
}
