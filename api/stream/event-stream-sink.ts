import type { ServerResponse } from 'node:http'
import type { Clock } from '../../engine/index.ts'
import { watchProgress } from '../http/progress.ts'
import type { Hearing } from '../journal/hearing.ts'
import { stuckFarewellMs, tooSlowCode } from './farewell.ts'
import { lastEventIdOf } from './last-event-id.ts'
import type { Sink } from './sink.ts'
import type { Wire } from './wire.ts'

/** How soon an EventSource whose connection broke comes back. */
const retryMs = 1000

/** The messages of a log as server-sent events (HTML standard, section 9.2). */
export interface EventStreamWire extends Wire {
  /** What comes before all messages of one who begins after a position. */
  begin(position: number): string
}

/**
 * Creates the wire of a log. Its events bear no name, so that `onmessage` hears all of them, and
 * the id of each is its position. Behind it stands an event without data, which is not dispatched
 * but says what an EventSource sends when it comes back by itself: the log as well, for another one
 * has the same positions and the URL may not name it.
 */
export function createEventStreamWire(logId: string): EventStreamWire {
  const mark = (position: number) => `id: ${lastEventIdOf({ position, log: logId })}\n\n`
  return {
    begin: (position) => `retry: ${retryMs}\n${mark(position)}`,
    encode: (messages) =>
      Buffer.from(
        messages
          .map(({ position, text }) => `id: ${position}\ndata: ${text}\n\n${mark(position)}`)
          .join(''),
      ),
  }
}

/** A line that says nothing, but shows everybody on the way that the connection is in use. */
const comment = ':\n\n'

export interface EventStreamOptions {
  readonly wire: EventStreamWire
  /** Where the client begins. */
  readonly position: number
  /** The time of connections. */
  readonly clock: Clock
  /** What a journal keeps of it, where one is kept. */
  readonly hearing?: Hearing | undefined
}

/**
 * Sends to the body of a reply, whose head is written. It has no way to say why it ends; an
 * EventSource comes back by itself and resumes.
 */
export function createEventStreamSink(
  reply: ServerResponse,
  { wire, position, clock, hearing }: EventStreamOptions,
): Sink {
  const connection = reply.req.socket
  const isReading = watchProgress(connection)
  let wasBehind = false
  /** Node takes a reply for writable even after its end, and then throws past everybody who writes. */
  const isOpen = () => !reply.writableEnded && !reply.destroyed

  function cutOff(): void {
    hearing?.closes({})
    reply.destroy()
  }

  reply.write(wire.begin(position))

  return {
    wire,
    get unreadBytes() {
      return reply.writableLength
    },
    send(bytes, onTaken, told) {
      if (isOpen()) reply.write(bytes, hearing && told ? hearing.sends(told, onTaken) : onTaken)
      else if (told) hearing?.skips(told)
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
      hearing?.closes({ reason })
      if (code === tooSlowCode) {
        reply.destroy()
        return
      }
      // The end stands behind all that is unread: who does not come to it is cut off.
      reply.end()
      const callOff = clock.at(clock.now() + stuckFarewellMs, () => void reply.destroy())
      reply.once('close', callOff)
    },
  }
}
