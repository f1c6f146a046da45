import type { ServerResponse } from 'node:http'
import type { Clock } from '../../engine/index.ts'
import { lastEventIdOf } from '../contract/last-event-id.ts'
import type { ConnectionRecord } from '../journal/connection-record.ts'
import { stalledCloseMs, tooSlowCode } from './close-reason.ts'
import type { Encoding, Sink } from './sink.ts'
import { watchProgress } from './write-progress.ts'

/** How long an EventSource waits before it reconnects. */
const retryMs = 1000

/**
 * Creates the encoding of a log's messages as Server-Sent Events (HTML standard, section 9.2).
 * The events have no name, so `onmessage` receives all of them. The id contains the Log-Id, because
 * positions are valid in one log only and the URL may omit `log`. Each event has data and an id: most
 * libraries ignore an id without data, and some pass an event without data to the application.
 * The id follows the data, because some libraries store an id before they have the whole event.
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

/** The first line. Do not end it or the comment with an empty line: some clients dispatch an empty event. */
export const firstLine = `retry: ${retryMs}\n`

/** An empty comment. It shows proxies that the connection is in use. */
const comment = ':\n'

export interface EventStreamOptions {
  readonly encoding: Encoding
  /** The process's clock. */
  readonly clock: Clock
  /** The journal's record of the connection, if there is a journal. */
  readonly record?: ConnectionRecord | undefined
}

/**
 * Creates a sink that writes to the body of a reply; the headers must be written before. It cannot
 * send a close reason, but an EventSource reconnects and resumes by itself.
 */
export function createEventStreamSink(
  reply: ServerResponse,
  { encoding, clock, record }: EventStreamOptions,
): Sink {
  const connection = reply.req.socket
  const isReading = watchProgress(connection)
  let wasBehind = false
  /** Node reports an ended reply as writable, and a write then raises an unhandled error. */
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
    send(bytes, onFlushed, sent) {
      if (isOpen())
        reply.write(bytes, record && sent ? record.recordSending(sent, onFlushed) : onFlushed)
      else if (sent) record?.recordSkipped(sent)
    },
    delivered: () =>
      new Promise((resolve) => {
        // An EventSource sends no acknowledgement, so this waits until the OS has accepted everything.
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
      // Node buffers writes until the next tick. Earlier messages must go out first.
      connection.uncork()
      cutOff()
    },
    close({ code, reason }) {
      // The transport has no close reason, but the journal records it.
      record?.recordClosing({ reason })
      if (code === tooSlowCode) {
        reply.destroy()
        return
      }
      // The client reads everything before the end, unless it takes too long.
      reply.end()
      const cancel = clock.schedule(clock.now() + stalledCloseMs, () => void reply.destroy())
      reply.once('close', cancel)
    },
  }
}
