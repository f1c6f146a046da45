/** Records in the journal what a client sends over a stream connection, and how that ends. */
import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { WebSocket } from 'ws'
import { abnormalClosure } from '../broadcast/close-reason.ts'
import type { ConnectionRecord } from '../journal/connection-record.ts'
import type { Ending } from '../journal/frames.ts'

/**
 * The codes with which ws closes a WebSocket after an invalid frame, other than 1002 (RFC 6455,
 * section 7.4.1).
 */
const closeCodes: Readonly<Record<string, number>> = {
  WS_ERR_INVALID_UTF8: 1007,
  WS_ERR_TOO_MANY_BUFFERED_PARTS: 1008,
  WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH: 1009,
  WS_ERR_UNSUPPORTED_MESSAGE_LENGTH: 1009,
}
const protocolErrorCode = 1002

/** Records pings, invalid frames and the end of a WebSocket. Messages go to `recordMessage`. */
export function recordWebSocket(
  socket: WebSocket,
  connection: Socket,
  record: ConnectionRecord,
): void {
  // A copy, because ws passes a slice of a larger buffer.
  socket.on('ping', (bytes) => record.recordReceived({ frame: 'ping', bytes: Buffer.from(bytes) }))
  socket.on('error', ({ message, code = '' }: NodeJS.ErrnoException) => {
    if (!code.startsWith('WS_ERR_')) return
    record.recordReceived({ frame: 'unreadable', why: message })
    record.recordClosing({ code: closeCodes[code] ?? protocolErrorCode, reason: '' })
  })
  socket.once('close', (code, reason) =>
    record.recordEnd(
      code === abnormalClosure.code
        ? { by: brokenBy(connection), ...abnormalClosure }
        : { by: 'client', code, reason: String(reason) },
    ),
  )
}

/** Records a message that came over a WebSocket. */
export function recordMessage(data: unknown, record: ConnectionRecord): void {
  if (typeof data === 'string') record.recordReceived({ frame: 'text', text: data })
  else if (data instanceof ArrayBuffer) {
    record.recordReceived({ frame: 'binary', bytes: Buffer.from(data) })
  }
}

/** Records how an endless reply ends. */
export function recordReplyEnd(reply: ServerResponse, record: ConnectionRecord): void {
  const connection = reply.req.socket
  reply.once('close', () => record.recordEnd({ by: brokenBy(connection) }))
}

/** Who broke a connection: the client, if it closed its side or caused an error, else the venue. */
const brokenBy = ({ readableEnded, errored }: Socket): Ending['by'] =>
  readableEnded || errored !== null ? 'client' : 'venue'
