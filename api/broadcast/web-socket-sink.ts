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
  /** The process's clock. */
  readonly clock: Clock
  /** The journal's record of the connection, if there is a journal. */
  readonly record?: ConnectionRecord | undefined
}

/**
 * Creates a sink that writes to a WebSocket on `connection`. Clients share encoded frames, so the sink
 * writes them to the connection itself. That is safe: `ws` writes each frame as a whole.
 */
export function createWebSocketSink(
  socket: WebSocket,
  connection: Socket,
  { clock, record }: WebSocketSinkOptions,
): Sink {
  const isReading = watchProgress(connection)
  let hasPonged = true
  let cancelTermination = () => {}

  /** The callbacks of `delivered`, by the payload of the ping that waits for its pong. */
  const pendingPongs = new Map<string, () => void>()
  let lastPing = 0

  socket.on('pong', (data) => {
    hasPonged = true
    const payload = String(data)
    pendingPongs.get(payload)?.()
    pendingPongs.delete(payload)
  })
  socket.once('close', () => {
    cancelTermination()
    for (const resolve of pendingPongs.values()) resolve()
    pendingPongs.clear()
  })

  /**
   * Sends a close frame after all unread messages. A client that keeps reading has time to reach it;
   * for any other the connection is terminated.
   */
  function close(closeReason: CloseReason): void {
    record?.recordClosing(closeReason)
    socket.close(closeReason.code, closeReason.reason)
    cancelTermination()
    const end = clock.now() + (closeReason === noPong ? silentCloseMs : longestCloseMs)
    // Progress counts from here.
    isReading()
    scheduleTermination(end)
  }

  function scheduleTermination(end: number): void {
    const due = Math.min(clock.now() + stalledCloseMs, end)
    cancelTermination = clock.schedule(due, () => {
      // Counts only Node's buffer, not the kernel's.
      const isStalled = !isReading() && connection.writableLength > 0
      if (isStalled || due === end) socket.terminate()
      else scheduleTermination(end)
    })
  }

  function write(bytes: Buffer, onFlushed?: () => void, sent?: Sent): void {
    if (!record || !sent) connection.write(bytes, onFlushed)
    else if (onFlushed) connection.write(bytes, record.recordSending(sent, onFlushed))
    else writeAndRecord(bytes, record.recordSending(sent))
  }

  /** The OS usually accepts bytes at once. Checking that is cheaper than a callback per write. */
  function writeAndRecord(bytes: Buffer, onFlushed: (() => void) | undefined): void {
    connection.write(bytes)
    const isFlushed = connection.writable && connection.writableLength === 0
    if (isFlushed) onFlushed?.()
    else connection.write(nothing, onFlushed)
  }

  return {
    encoding: webSocketEncoding,
    get unreadBytes() {
      return connection.writableLength
    },
    send(bytes, onFlushed, sent) {
      // Nothing may follow the close frame (RFC 6455, section 5.5.1).
      if (socket.readyState !== socket.OPEN) {
        if (sent) record?.recordSkipped(sent)
        return
      }
      write(bytes, onFlushed, sent)
    },
    delivered() {
      if (socket.readyState !== socket.OPEN) return Promise.resolve()
      // A client answers a ping after it has read the messages before it.
      return new Promise((resolve) => {
        const payload = `${++lastPing}`
        pendingPongs.set(payload, resolve)
        socket.ping(payload)
      })
    },
    ping() {
      // A slow client receives the ping late. If it reads, it is alive, too.
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
