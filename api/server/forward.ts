import { Agent, request as connectTo, type IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { problemOf } from '../http/problems.ts'
import { commonHeaders, type Replier } from '../http/reply.ts'

/** Where to forward a request: the base URL of a node, or why it can be served nowhere now. */
export type Destination =
  | { readonly url: string; readonly onUnreachable: () => void }
  | { readonly unavailable: string }

/** Decides where a request is served. Undefined: here. */
export type Route = (
  request: IncomingMessage,
) => Destination | undefined | Promise<Destination | undefined>

/** Marks a request that a node has forwarded, so that no other node forwards it again. */
export const forwardedHeader = 'papertape-forwarded'

/** They concern one connection (RFC 9110, section 7.6.1). `expect` was answered here. */
const hopByHop = new Set(['connection', 'keep-alive', 'proxy-connection', 'expect', 'upgrade'])

export type Forwarder = ReturnType<typeof createForwarder>

/** Forwards requests and WebSocket handshakes to the nodes that serve them, over connections it keeps. */
export function createForwarder(route: Route, replier: Replier) {
  const agent = new Agent({ keepAlive: true })
  /** What lasts until a client or the stop ends it. */
  const streams = new Set<Readable>()

  /** Serves a request here, or forwards it. */
  function accept(request: IncomingMessage, response: ServerResponse, serve: () => void): void {
    const destination = route(request)
    if (destination instanceof Promise) {
      destination.then(
        (found) => send(request, response, serve, found),
        (error: Error) => refuse(request, response, error.message),
      )
    } else send(request, response, serve, destination)
  }

  function send(
    request: IncomingMessage,
    response: ServerResponse,
    serve: () => void,
    destination: Destination | undefined,
  ): void {
    if (!destination) serve()
    else if ('unavailable' in destination) refuse(request, response, destination.unavailable)
    else forward(request, response, destination)
  }

  function forward(
    request: IncomingMessage,
    response: ServerResponse,
    { url, onUnreachable }: Extract<Destination, { url: string }>,
  ): void {
    const upstream = open(request, url)
    let isConnected = false
    upstream.once('socket', (socket) => {
      isConnected = !socket.connecting
      if (isConnected) return
      socket.once('connect', () => {
        isConnected = true
      })
    })
    upstream.once('response', (reply) => void pass(reply, response))
    upstream.on('error', (error) => {
      if (isConnected) {
        // The node may have acted, so the client sees what it sees when a venue crashes.
        response.destroy()
      } else if (!response.headersSent) {
        onUnreachable()
        refuse(
          request,
          response,
          `The node that records this venue is not reachable: ${error.message}`,
        )
      }
    })
    response.once('close', () => {
      if (!response.writableFinished) upstream.destroy()
    })
    request.pipe(upstream)
  }

  function open(request: IncomingMessage, url: string, headers: readonly string[] = []) {
    const { hostname, port } = new URL(url)
    return connectTo({
      agent: headers.length > 0 ? false : agent,
      hostname: hostname.replace(/^\[|\]$/g, ''),
      port,
      method: request.method,
      path: request.url,
      headers: [...kept(request.rawHeaders), ...headers, forwardedHeader, '1'],
      setHost: false,
    })
  }

  async function pass(reply: IncomingMessage, response: ServerResponse): Promise<void> {
    const headers = kept(reply.rawHeaders)
    if (reply.headers.connection === 'close') headers.push('Connection', 'close')
    response.writeHead(reply.statusCode ?? 502, reply.statusMessage, headers)
    response.flushHeaders()
    streams.add(reply)
    // A reply that breaks off breaks off here too.
    await pipeline(reply, response).catch(() => response.destroy())
    streams.delete(reply)
  }

  /** Forwards a handshake, or lets `serve` complete it here; it may reply over plain HTTP. */
  function acceptUpgrade(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    serve: (respond: () => ServerResponse) => void,
  ): void {
    const respond = () => {
      const response = new ServerResponse(request)
      response.assignSocket(socket as never)
      response.shouldKeepAlive = false
      response.once('finish', () => socket.end())
      return response
    }
    void Promise.resolve(route(request)).then((destination) => {
      if (!destination) return serve(respond)
      if ('unavailable' in destination) return refuse(request, respond(), destination.unavailable)
      const upgrade = ['Connection', 'Upgrade', 'Upgrade', 'websocket']
      const upstream = open(request, destination.url, upgrade)
      upstream.once('upgrade', (reply, other, first) => {
        join(socket, other, headOf(reply), head, first)
      })
      upstream.once('response', (reply) => void pass(reply, respond()))
      upstream.once('error', () => socket.destroy())
      upstream.end()
    })
  }

  function join(
    socket: Duplex,
    other: Duplex,
    handshake: string,
    sent: Buffer,
    received: Buffer,
  ): void {
    socket.write(handshake)
    if (received.length > 0) socket.write(received)
    if (sent.length > 0) other.write(sent)
    for (const [from, to] of [
      [socket, other],
      [other, socket],
    ] as const) {
      streams.add(from)
      void pipeline(from, to)
        .catch(() => to.destroy())
        .finally(() => streams.delete(from))
    }
  }

  function refuse(request: IncomingMessage, response: ServerResponse, detail: string): void {
    const instance = request.url?.split('?')[0] ?? ''
    const problem = problemOf('VENUE_UNAVAILABLE', instance, detail, { outcome: 'not-recorded' })
    const body = JSON.stringify(problem)
    response.writeHead(problem.status, {
      ...commonHeaders(replier, request.headers.origin),
      'Content-Type': 'application/problem+json',
      'Content-Length': Buffer.byteLength(body),
      'Retry-After': '1',
    })
    response.end(body)
  }

  return {
    accept,
    /** Whether another node may serve the request. */
    mayForward(request: IncomingMessage): boolean {
      const destination = route(request)
      if (destination instanceof Promise) destination.catch(() => {})
      return destination !== undefined
    },
    acceptUpgrade,
    /** Ends the streams that are forwarded: their clients come back, and find another node. */
    close(): void {
      for (const stream of streams) stream.destroy()
      agent.destroy()
    },
  }
}

/** The names and values of raw headers without those of one connection. */
function kept(rawHeaders: readonly string[]): string[] {
  const headers: string[] = []
  for (let nth = 0; nth < rawHeaders.length; nth += 2) {
    const [name = '', value = ''] = rawHeaders.slice(nth, nth + 2)
    if (!hopByHop.has(name.toLowerCase())) headers.push(name, value)
  }
  return headers
}

/** The first lines of a reply that switches protocols. */
function headOf({ statusCode, statusMessage, rawHeaders }: IncomingMessage): string {
  let head = `HTTP/1.1 ${statusCode} ${statusMessage}\r\n`
  for (let nth = 0; nth < rawHeaders.length; nth += 2) {
    head += `${rawHeaders[nth]}: ${rawHeaders[nth + 1]}\r\n`
  }
  return `${head}\r\n`
}
