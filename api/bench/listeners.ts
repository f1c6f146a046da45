import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import { now } from './turns.ts'

/** Many clients of a WebSocket, which read as cheaply as can be and let nothing pass unnoticed. */
export interface Listeners {
  /** Forgets what was heard so far. */
  reset(): void
  /**
   * Resolves when every client has heard so many messages since: for each client, when each
   * arrived. Rejects when one of them hears a message twice, out of order or not at all.
   */
  heard(messages: number): Promise<readonly (readonly number[])[]>
  close(): void
}

/** By when everything must have arrived. */
const deadlineMs = 30_000

/** Connects to `/ws` of a server. */
export async function openListeners(url: string, size: number): Promise<Listeners> {
  const listeners = Array.from({ length: size }, () => ({
    lastPosition: 0,
    arrivals: [] as number[],
  }))
  let total = 0
  let failure: Error | undefined
  let check = () => {}

  function fail(error: Error): void {
    failure ??= error
    check()
  }

  const sockets = await Promise.all(
    listeners.map((listener) =>
      openSocket(
        url,
        (position) => {
          const { arrivals, lastPosition } = listener
          if (arrivals.length > 0 && position !== lastPosition + 1) {
            fail(new Error(`Message ${position} came after message ${lastPosition}.`))
          }
          listener.lastPosition = position
          arrivals.push(now())
          total++
          check()
        },
        fail,
      ),
    ),
  )

  return {
    reset() {
      total = 0
      for (const listener of listeners) listener.arrivals = []
    },
    async heard(messages) {
      const late = setTimeout(
        () => fail(new Error(`${messages * size - total} messages did not arrive.`)),
        deadlineMs,
      )
      await new Promise<void>((resolve) => {
        check = () => {
          if (failure || total >= messages * size) resolve()
        }
        check()
      })
      clearTimeout(late)
      if (failure) throw failure
      if (total > messages * size) throw new Error('More messages arrived than were sent.')
      return listeners.map(({ arrivals }) => arrivals)
    },
    close() {
      for (const socket of sockets) socket.destroy()
    },
  }
}

/** Connects one client; resolves when the server has agreed to speak WebSocket. */
function openSocket(
  url: string,
  onMessage: (position: number) => void,
  onFailure: (error: Error) => void,
): Promise<Socket> {
  const { hostname, port, host } = new URL(url)
  return new Promise((resolve, reject) => {
    const read = createFrameReader(onMessage, () => socket.write(pong))
    const socket = connect({ host: hostname, port: Number(port) }, () => {
      socket.write(
        `GET /ws HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n\r\n`,
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
      onFailure(error)
    })
    socket.on('close', (hadError) => {
      if (!hadError) onFailure(new Error('The server closed a WebSocket.'))
    })
  })
}

const textFrame = 0x81
const pingFrame = 0x89
const pong = Buffer.from([0x8a, 0x80, 0, 0, 0, 0])

/** How the bytes of a text message begin, up to its position. */
const beforePosition = Buffer.byteLength('{"type":"order","position":')

/** Reads a server's frames (RFC 6455, section 5.2) and of each text message only its position. */
function createFrameReader(
  onMessage: (position: number) => void,
  onPing: () => void,
): (chunk: Buffer) => void {
  function take(bytes: Buffer, start: number): void {
    if (bytes[start] === textFrame) onMessage(positionAt(bytes, payloadStart(bytes, start)))
    if (bytes[start] === pingFrame) onPing()
  }

  let rest: Buffer = Buffer.alloc(0)
  return (chunk) => {
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
    let start = 0
    for (let end = frameEnd(bytes, start); end <= bytes.length; end = frameEnd(bytes, start)) {
      take(bytes, start)
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
