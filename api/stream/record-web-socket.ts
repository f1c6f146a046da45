/** How a journal hears what a client says over its connection, and how that ends. */
import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { WebSocket } from 'ws'
import { abnormalClosure } from '../broadcast/close-reason.ts'
import type { ConnectionRecord } from '../journal/connection-record.ts'
import type { Ending } from '../journal/frames.ts'

/** What `ws` closes a WebSocket with that said something unreadable (RFC 6455, section 7.4.1), where that is not 1002. */
const codes: Readonly<Record<string, number>> = {
  WS_ERR_INVALID_UTF8: 1007,
  WS_ERR_TOO_MANY_BUFFERED_PARTS: 1008,
  WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH: 1009,
  WS_ERR_UNSUPPORTED_MESSAGE_LENGTH: 1009,
}
const protocolErrorCode = 1002

/** Has a journal keep what comes over a WebSocket beside messages, and how it ends. */
export function recordWebSocket(
  socket: WebSocket,
  connection: Socket,
  record: ConnectionRecord,
): void {
  // A copy, for what `ws` hands out is a part of all that came with it.
  socket.on('ping', (bytes) => record.recordReceived({ frame: 'ping', bytes: Buffer.from(bytes) }))
  socket.on('error', ({ message, code = '' }: NodeJS.ErrnoException) => {
    if (!code.startsWith('WS_ERR_')) return
    record.recordReceived({ frame: 'unreadable', why: message })
    record.recordClosing({ code: codes[code] ?? protocolErrorCode, reason: '' })
  })
  socket.once('close', (code, reason) =>
    record.recordEnd(
      code === abnormalClosure.code
        ? { by: whoBroke(connection), ...abnormalClosure }
        : { by: 'client', code, reason: String(reason) },
    ),
  )
}

/** Has a journal keep a message that came over a WebSocket. */
export function recordMessage(data: unknown, record: ConnectionRecord): void {
  if (typeof data === 'string') record.recordReceived({ frame: 'text', text: data })
  else if (data instanceof ArrayBuffer) {
    record.recordReceived({ frame: 'binary', bytes: Buffer.from(data) })
  }
}

/** Has a journal keep how a reply ends that goes on for as long as somebody listens. */
export function recordReplyEnd(reply: ServerResponse, record: ConnectionRecord): void {
  const connection = reply.req.socket
  reply.once('close', () => record.recordEnd({ by: whoBroke(connection) }))
}

/** A connection that ended although nothing came from the far end was ended here. */
const whoBroke = ({ readableEnded, errored }: Socket): Ending['by'] =>
  readableEnded || errored !== null ? 'client' : 'venue'
