import type { Socket } from 'node:net'
import type { WebSocket } from 'ws'
import type { Clock } from '../../engine/index.ts'
import type { ConnectionRecord } from '../journal/connection-record.ts'
import type { Sent } from '../journal/frames.ts'
import {
  abnormalClosure,
  type CloseReason,
  longestCloseMs,
  noPong,
  silentCloseMs,
  stalledCloseMs,
} from './close-reason.ts'
import type { Sink } from './sink.ts'
import { webSocketEncoding } from './web-socket-frame.ts'
import { watchProgress } from './write-progress.ts'

const nothing = Buffer.alloc(0)

export interface WebSocketSinkOptions {
  /** The time of connections. */
  readonly clock: Clock
  /** What a journal keeps of it, where one is kept. */
  readonly record?: ConnectionRecord | undefined
}

/**
 * Sends to a WebSocket, which stands on `connection`. Frames are made once for many clients, and
 * so written onto the connection itself; between frames that `ws` writes there is always room.
 */
export function createWebSocketSink(
  socket: WebSocket,
  connection: Socket,
  { clock, record }: WebSocketSinkOptions,
): Sink {
  const isReading = watchProgress(connection)
  let hasPonged = true
  let callOffCut = () => {}

  /** Who waits for the pong to a mark, by its number. */
  const marks = new Map<string, () => void>()
  let marked = 0

  socket.on('pong', (data) => {
    hasPonged = true
    const mark = String(data)
    marks.get(mark)?.()
    marks.delete(mark)
  })
  socket.once('close', () => {
    callOffCut()
    for (const gone of marks.values()) gone()
    marks.clear()
  })

  /**
   * The close frame stands behind all that is unread, here and in the system's own buffers: who
   * reads gets the time to come to it, and one who does not is cut off.
   */
  function close(closeReason: CloseReason): void {
    record?.recordClosing(closeReason)
    socket.close(closeReason.code, closeReason.reason)
    callOffCut()
    const end = clock.now() + (closeReason === noPong ? silentCloseMs : longestCloseMs)
    isReading()
    cutAt(end)
  }

  function cutAt(end: number): void {
    const due = Math.min(clock.now() + stalledCloseMs, end)
    callOffCut = clock.schedule(due, () => {
      // What the system has taken is out of sight, and costs no memory of ours.
      const isStuck = !isReading() && connection.writableLength > 0
      if (isStuck || due === end) socket.terminate()
      else cutAt(end)
    })
  }

  function write(bytes: Buffer, onTaken?: () => void, sent?: Sent): void {
    if (!record || !sent) connection.write(bytes, onTaken)
    else if (onTaken) connection.write(bytes, record.recordSending(sent, onTaken))
    else writeAndTell(bytes, record.recordSending(sent))
  }

  /** Mostly the system takes bytes while they are written: to be told of that later would cost more. */
  function writeAndTell(bytes: Buffer, onTaken: (() => void) | undefined): void {
    connection.write(bytes)
    const isTaken = connection.writable && connection.writableLength === 0
    if (isTaken) onTaken?.()
    else connection.write(nothing, onTaken)
  }

  return {
    encoding: webSocketEncoding,
    get unreadBytes() {
      return connection.writableLength
    },
    send(bytes, onTaken, sent) {
      // After the close frame nothing may be sent (RFC 6455, section 5.5.1).
      if (socket.readyState !== socket.OPEN) {
        if (sent) record?.recordSkipped(sent)
        return
      }
      write(bytes, onTaken, sent)
    },
    delivered() {
      if (socket.readyState !== socket.OPEN) return Promise.resolve()
      // A client answers a ping in its turn, after the messages that came before it.
      return new Promise((resolve) => {
        const mark = `${++marked}`
        marks.set(mark, resolve)
        socket.ping(mark)
      })
    },
    ping() {
      // To one who is behind the ping comes late: that it reads is a sign of life as well.
      const isAlive = isReading() || hasPonged
      hasPonged = false
      if (isAlive) socket.ping()
      else close(noPong)
    },
    cutOff() {
      record?.recordClosing(abnormalClosure)
      socket.terminate()
    },
    close,
  }
}
