import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { Child } from './child.ts'
import { type Figures, type Limit, percentiles } from './comparison.ts'

/** The operations of every server that is measured. */
export type ServerOperations = {
  url(): string | Promise<string>
  cpuMicros(): number
  /** Resolves when the server has finished everything that earlier requests caused. */
  settled(): void | Promise<void>
}

/** Requests, and the status that every reply must have. */
export interface Load {
  /** The nth request; undefined after the last one. */
  request(nth: number): string | undefined
  readonly status: number
}

const requestOf = (method: string, path: string, rest = '\r\n') =>
  `${method} ${path} HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n${rest}`

const ticket = JSON.stringify({ symbol: 'EURUSD', side: 'BUY', quantity: 1000 })

const placementsWith = (header: string): Load => ({
  status: 201,
  request: () =>
    requestOf(
      'POST',
      '/orders',
      `${header}Content-Type: application/json\r\nContent-Length: ${ticket.length}\r\n\r\n${ticket}`,
    ),
})

export const placements = placementsWith('')

export const placementsIn = (venue: string): Load => placementsWith(`Venue: ${venue}\r\n`)

/** Reads the paths in turn, without end. */
export const reads = (paths: readonly string[]): Load => ({
  status: 200,
  request: (nth) => requestOf('GET', `${paths[nth % paths.length]}`),
})

/** Cancels each order once. */
export const cancels = (orderIds: readonly string[]): Load => ({
  status: 204,
  request: (nth) =>
    nth < orderIds.length ? requestOf('DELETE', `/orders/${orderIds[nth]}`) : undefined,
})

/** Puts a server under load. Its CPU time includes the work that follows the replies. */
export async function httpRound(
  server: Child<ServerOperations>,
  load: Load,
  limit: Limit,
  connections = 32,
): Promise<Figures> {
  const url = await server.ask('url')
  const client = await openConnections(Array.from({ length: connections }, () => ({ url, load })))
  const before = await server.ask('cpuMicros')
  const { count, ...rest } = await client.send(limit)
  await server.ask('settled')
  const cpuMicros = (await server.ask('cpuMicros')) - before
  client.close()
  return { ...rest, cpuMicros: cpuMicros / count }
}

/** What one connection sends, and where to. */
export interface Target {
  readonly url: string
  readonly load: Load
}

/**
 * Opens a connection for each target.
 *
 * autocannon spends about as much CPU time on a request as the bare route does (54 µs), so it would
 * limit the throughput. This code spends half: it reads only the status and the length of a reply.
 */
export async function openConnections(targets: readonly Target[]) {
  const connections = targets.map(({ url, load }) => {
    const { hostname, port } = new URL(url)
    return { load, socket: connect({ host: hostname, port: Number(port), noDelay: true }) }
  })
  await Promise.all(connections.map(({ socket }) => once(socket, 'connect')))
  return {
    /** Sends over all connections until the limit. */
    async send({ forMs, atMost }: Limit) {
      const start = performance.now()
      let sent = 0
      const next = ({ request }: Load) =>
        sent < atMost && performance.now() < start + forMs ? request(sent++) : undefined
      const latenciesMs = await Promise.all(
        connections.map(({ socket, load }) => sendAll(socket, load.status, () => next(load))),
      )
      const all = latenciesMs.flat()
      const perSecond = (all.length / (performance.now() - start)) * 1000
      return { count: all.length, perSecond, ...percentiles(all) }
    },
    close(): void {
      for (const { socket } of connections) socket.removeAllListeners().destroy()
    },
  }
}

/** Sends requests over one connection, each after the reply to the previous one. Returns latencies. */
function sendAll(
  socket: Socket,
  status: number,
  next: () => string | undefined,
): Promise<number[]> {
  const done = Promise.withResolvers<number[]>()
  const latenciesMs: number[] = []
  let sentAt = 0
  /** Of the current reply; undefined before its head. */
  let missingBytes: number | undefined

  function send(): void {
    const request = next()
    if (request === undefined) {
      for (const event of ['data', 'error', 'close']) socket.removeAllListeners(event)
      done.resolve(latenciesMs)
      return
    }
    missingBytes = undefined
    sentAt = performance.now()
    socket.write(request)
  }

  socket.on('data', (chunk) => {
    missingBytes = (missingBytes ?? sizeOfReply(chunk, status)) - chunk.length
    if (missingBytes < 0) throw new Error('A reply is longer than its Content-Length.')
    if (missingBytes > 0) return
    latenciesMs.push(performance.now() - sentAt)
    send()
  })
  socket.on('error', done.reject)
  socket.on('close', () => done.reject(new Error('The server closed a connection under load.')))
  send()
  return done.promise
}

/** The size in bytes of the reply that starts with a chunk, which must hold the whole head. */
function sizeOfReply(chunk: Buffer, status: number): number {
  const headSize = chunk.indexOf('\r\n\r\n') + 4
  const head = chunk.toString('latin1', 0, headSize)
  if (!head.startsWith(`HTTP/1.1 ${status} `)) throw new Error(`Expected ${status}, got: ${chunk}`)
  const length = status === 204 ? 0 : /^content-length: (\d+)/im.exec(head)?.[1]
  if (length === undefined) throw new Error(`A reply has no Content-Length: ${head}`)
  return headSize + Number(length)
}
