import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { Turn } from './comparison.ts'

/** What is sent, and which status every reply must have. */
export interface Shots {
  /** The nth request to a host, as bytes; undefined when there is none left. */
  request(nth: number, host: string): Buffer | undefined
  readonly status: number
}

const ticket = JSON.stringify({ symbol: 'EURUSD', side: 'BUY', quantity: 1000 })

/** Places the same ticket over and over. */
export const placements: Shots = {
  status: 201,
  request: (_, host) => requestBytes('POST', '/orders', host, ticket),
}

/** Reads some paths over and over. */
export const reads = (paths: readonly string[]): Shots => ({
  status: 200,
  request: (nth, host) => requestBytes('GET', paths[nth % paths.length] as string, host),
})

/** Cancels each of some orders. */
export const cancels = (orderIds: readonly string[]): Shots => ({
  status: 204,
  request: (nth, host) =>
    nth < orderIds.length ? requestBytes('DELETE', `/orders/${orderIds[nth]}`, host) : undefined,
})

function requestBytes(method: string, path: string, host: string, body = ''): Buffer {
  const entity = body
    ? ['Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`]
    : []
  const head = [`${method} ${path} HTTP/1.1`, `Host: ${host}`, 'Accept: */*', ...entity]
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`)
}

/** What came of sending them. */
export interface Volley {
  readonly wallMs: number
  /** How long each reply took. */
  readonly latenciesMs: readonly number[]
}

/** Connections over which requests are sent one after the other, each as soon as the last is answered. */
export interface HttpLoad {
  /** Sends during its turn and until every reply is there; throws when one has another status. */
  fire(shots: Shots, turn: Turn): Promise<Volley>
  close(): void
}

/**
 * Connects to a server. The load generators one can install spend more CPU time on a request than
 * the servers measured here, and then measure themselves; this one reads no more of a reply than
 * its status and its length.
 */
export async function openHttpLoad(url: string, connections: number): Promise<HttpLoad> {
  const { host, hostname, port } = new URL(url)
  const sockets = Array.from({ length: connections }, () =>
    connect({ host: hostname, port: Number(port), noDelay: true }),
  )
  await Promise.all(sockets.map((socket) => once(socket, 'connect')))

  return {
    async fire(shots, { forMs, atMost }) {
      const latenciesMs: number[] = []
      const start = performance.now()
      let sent = 0
      const next = () =>
        sent < atMost && performance.now() < start + forMs ? shots.request(sent++, host) : undefined
      await Promise.all(sockets.map((socket) => exchange(socket, shots.status, next, latenciesMs)))
      return { wallMs: performance.now() - start, latenciesMs }
    },
    close() {
      for (const socket of sockets) socket.destroy()
    },
  }
}

/** Sends requests over one connection until there is no next one. */
function exchange(
  socket: Socket,
  status: number,
  next: () => Buffer | undefined,
  latenciesMs: number[],
): Promise<void> {
  return new Promise((resolve, reject) => {
    let sentAt = 0
    const send = () => {
      const request = next()
      if (!request) {
        socket.removeAllListeners()
        resolve()
        return
      }
      sentAt = performance.now()
      socket.write(request)
    }
    const read = createReplyReader(status, () => {
      latenciesMs.push(performance.now() - sentAt)
      send()
    })
    socket.on('data', (chunk) => {
      try {
        read(chunk)
      } catch (error) {
        socket.destroy()
        reject(error)
      }
    })
    socket.on('error', reject)
    socket.on('close', () => reject(new Error('The server closed a connection under load.')))
    send()
  })
}

/** Reads replies that come one at a time, and calls back when one is complete. */
function createReplyReader(status: number, onReply: () => void): (chunk: Buffer) => void {
  let text = ''
  let missing = 0
  return (chunk) => {
    if (missing > 0) {
      missing -= chunk.length
    } else {
      text += chunk.toString('latin1')
      const headEnd = text.indexOf('\r\n\r\n')
      if (headEnd < 0) return
      missing = headEnd + 4 + bodyLength(text, status) - text.length
    }
    if (missing > 0) return
    if (missing < 0) throw new Error(`More came than was announced: ${text}`)
    text = ''
    onReply()
  }
}

function bodyLength(text: string, status: number): number {
  if (!text.startsWith(`HTTP/1.1 ${status} `)) throw new Error(`Expected ${status}, got: ${text}`)
  if (status === 204) return 0
  const length = /^content-length: (\d+)/im.exec(text)?.[1]
  if (length === undefined) throw new Error(`A reply without Content-Length: ${text}`)
  return Number(length)
}
