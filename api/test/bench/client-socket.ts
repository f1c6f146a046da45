import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'

/** What a client of the stream hears. */
export interface Hearing {
  /** The position of each order message. */
  onOrder(position: number): void
  /** Each other message. */
  onOther?(text: string): void
  onFailure(error: Error): void
}

/** Connects a client that reads as cheaply as can be; resolves when the server speaks WebSocket. */
export function openSocket(url: string, path: string, record: Hearing): Promise<Socket> {
  const { hostname, port, host } = new URL(url)
  return new Promise((resolve, reject) => {
    const read = createFrameReader(record, (ping) => socket.write(pongTo(ping)))
    const socket = connect({ host: hostname, port: Number(port) }, () => {
      socket.write(
        `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n\r\n`,
      )
    })
    socket.once('data', (chunk) => {
      const end = chunk.indexOf('\r\n\r\n') + 4
      if (!chunk.toString('latin1').startsWith('HTTP/1.1 101 ')) reject(new Error(String(chunk)))
      socket.on('data', read)
      if (end < chunk.length) read(chunk.subarray(end))
      resolve(socket)
    })
    socket.on('error', (error) => {
      reject(error)
      record.onFailure(error)
    })
    socket.on('close', (hadError) => {
      if (!hadError) record.onFailure(new Error('The server closed a WebSocket.'))
    })
  })
}

const textFrame = 0x81
const pingFrame = 0x89
const pongFrame = 0x8a
const isMasked = 0x80

/** A pong says what the ping said (RFC 6455, section 5.5.3), masked with nothing. */
function pongTo(said: Buffer): Buffer {
  return Buffer.concat([Buffer.from([pongFrame, isMasked | said.length, 0, 0, 0, 0]), said])
}

/** How the bytes of an order message begin, up to its position. */
const beforeType = Buffer.byteLength('{"type":"')
const beforePosition = Buffer.byteLength('{"type":"order","position":')
const letterO = 0x6f

/** Reads a server's frames (RFC 6455, section 5.2) and of each order message only its position. */
function createFrameReader(
  { onOrder, onOther }: Hearing,
  onPing: (said: Buffer) => void,
): (chunk: Buffer) => void {
  function take(bytes: Buffer, start: number, end: number): void {
    const payload = payloadStart(bytes, start)
    if (bytes[start] === pingFrame) onPing(bytes.subarray(payload, end))
    else if (bytes[start] !== textFrame) return
    else if (bytes[payload + beforeType] === letterO) onOrder(positionAt(bytes, payload))
    else onOther?.(bytes.toString('utf8', payload, end))
  }

  let rest: Buffer = Buffer.alloc(0)
  return (chunk) => {
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
    let start = 0
    for (let end = frameEnd(bytes, start); end <= bytes.length; end = frameEnd(bytes, start)) {
      take(bytes, start, end)
      start = end
    }
    rest = bytes.subarray(start)
  }
}

/** A server masks nothing, so the payload follows a length of one byte or of three. */
const payloadStart = (bytes: Buffer, start: number) => start + (bytes[start + 1] === 126 ? 4 : 2)

/** Where a frame ends; Infinity while its length is not there. */
function frameEnd(bytes: Buffer, start: number): number {
  const payload = payloadStart(bytes, start)
  if (bytes.length < payload) return Number.POSITIVE_INFINITY
  return (
    payload + (payload === start + 4 ? bytes.readUInt16BE(start + 2) : Number(bytes[start + 1]))
  )
}

function positionAt(bytes: Buffer, payload: number): number {
  let position = 0
  for (let at = payload + beforePosition; bytes[at] !== 0x2c; at++) {
    position = position * 10 + (bytes[at] as number) - 0x30
  }
  return position
}
