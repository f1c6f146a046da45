import {
  Agent,
  type ClientRequest,
  type IncomingMessage,
  request as openRequest,
  ServerResponse,
} from 'node:http'
import type { Socket } from 'node:net'
import { addAbortSignal, type Duplex, type Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { problemOf } from '../http/problems.ts'
import { commonHeaders, type Replier } from '../http/reply.ts'

/** A node that serves a request. */
interface Target {
  /** Its base URL. */
  readonly url: string
  /** Called with the reason if no connection to it can be opened. */
  readonly onUnreachable: (reason: string) => void
  /** Aborted once it is gone. A frozen node keeps its connections, and clients would wait for a reply. */
  readonly whenGone?: AbortSignal | undefined
}

/** Where a request is served, or why it can be served nowhere now. */
export type Destination = Target | { readonly unavailable: string }

/** Decides where a request is served. Undefined: here. */
export type Route = (
  request: IncomingMessage,
) => Destination | undefined | Promise<Destination | undefined>

/** Marks a request that a node has forwarded, so that no other node forwards it again. */
export const forwardedHeader = 'papertape-forwarded'

/** Headers of one connection only (RFC 9110, section 7.6.1). This node has answered `expect` itself. */
const hopByHop = new Set(['connection', 'keep-alive', 'proxy-connection', 'expect', 'upgrade'])

/** The headers that announce a body. For these methods, Node would add one even without a body. */
const lengths = ['content-length', 'transfer-encoding'] as const
const methodsWithBody: ReadonlySet<string | undefined> = new Set(['POST', 'PUT', 'PATCH'])

export type Forwarder = ReturnType<typeof createForwarder>

/** Forwards requests and WebSocket handshakes to the nodes that serve them. */
export function createForwarder(route: Route, replier: Replier) {
  const relay = createRelay()

  function send(
    request: IncomingMessage,
    respond: () => ServerResponse,
    destination: Destination,
    forward: (target: Target) => void,
  ): void {
    if ('unavailable' in destination) {
      refuse(replier, request, respond(), destination.unavailable)
      return
    }
    const { onUnreachable } = destination
    forward({
      ...destination,
      onUnreachable(reason) {
        onUnreachable(reason)
        const detail = `The node that records this venue is not reachable: ${reason}`
        refuse(replier, request, respond(), detail)
      },
    })
  }

  const orUnavailable = async (routed: ReturnType<Route>) => {
    try {
      return await routed
    } catch (error) {
      return { unavailable: (error as Error).message }
    }
  }

  return {
    /** Serves a request here with `serve`, or forwards it. */
    accept(request: IncomingMessage, response: ServerResponse, serve: () => void): void {
      const decide = (destination: Destination | undefined) =>
        destination
          ? send(
              request,
              () => response,
              destination,
              (target) => relay.request(request, response, target),
            )
          : serve()
      const destination = route(request)
      if (destination instanceof Promise) void orUnavailable(destination).then(decide)
      else decide(destination)
    },
    /** Whether another node may serve the request. */
    mayForward(request: IncomingMessage): boolean {
      const destination = route(request)
      // `acceptUpgrade` asks again, and replies with the reason.
      if (destination instanceof Promise) destination.catch(() => {})
      return destination !== undefined
    },
    /** Forwards a handshake, or lets `serve` complete it here. It may reply over plain HTTP instead. */
    async acceptUpgrade(
      request: IncomingMessage,
      socket: Duplex,
      head: Buffer,
      serve: (respond: () => ServerResponse) => void,
    ): Promise<void> {
      const destination = await orUnavailable(route(request))
      const respond = () => responseOver(socket, request)
      if (!destination) serve(respond)
      else {
        send(request, respond, destination, (target) =>
          relay.handshake(request, { socket, head, respond }, target),
        )
      }
    },
    close: relay.close,
  }
}

/** A connection whose client asks for a WebSocket. */
interface Upgrading {
  readonly socket: Duplex
  /** What the client sent after the handshake. */
  readonly head: Buffer
  /** Creates a plain HTTP response. */
  readonly respond: () => ServerResponse
}

/** Sends requests to other nodes, over connections that are reused, and their replies to the client. */
function createRelay() {
  const agent = new Agent({ keepAlive: true })
  /** Replies and connections that are still in progress. */
  const open = new Set<Readable>()

  function reply(answer: IncomingMessage, response: ServerResponse): void {
    // Without the transfer coding of the other node: this client may not know it.
    const headers = kept(answer.rawHeaders, 'transfer-encoding')
    if (answer.headers.connection === 'close') headers.push('Connection', 'close')
    response.writeHead(answer.statusCode ?? 502, answer.statusMessage, headers)
    // A reply of known length leaves in one piece with its headers; a stream may send nothing for long.
    if (answer.headers['content-length'] === undefined) response.flushHeaders()
    open.add(answer)
    // A reply that breaks off breaks off here too.
    void pipeline(answer, response)
      .catch(() => response.destroy())
      .finally(() => open.delete(answer))
  }

  /** Sends what one connection receives over another. A connection that breaks off breaks off both. */
  function join(from: Duplex, to: Duplex): void {
    open.add(from)
    from.pipe(to)
    from.once('error', () => to.destroy())
    from.once('close', () => {
      open.delete(from)
      if (!from.readableEnded) to.destroy()
    })
  }

  return {
    request(request: IncomingMessage, response: ServerResponse, target: Target): void {
      const { whenGone: signal } = target
      const upstream = openRequest({
        agent,
        ...optionsFor(request, target),
        ...(signal && { signal }),
      })
      const isConnected = watchConnection(upstream)
      upstream.once('response', (answer) => reply(answer, response))
      upstream.on('error', ({ message }) => {
        // The node may have acted: the client sees what it sees when a venue crashes.
        if (isConnected()) response.destroy()
        else target.onUnreachable(message)
      })
      response.once('close', () => {
        if (!response.writableFinished) upstream.destroy()
      })
      request.pipe(upstream)
    },
    handshake(
      request: IncomingMessage,
      { socket, head, respond }: Upgrading,
      target: Target,
    ): void {
      const { headers, ...options } = optionsFor(request, target)
      const upgrade = ['Connection', 'Upgrade', 'Upgrade', 'websocket']
      const upstream = openRequest({ ...options, headers: [...headers, ...upgrade] })
      const isConnected = watchConnection(upstream)
      upstream.once('upgrade', (answer, other, first) => {
        socket.write(Buffer.concat([Buffer.from(headOf(answer)), first]))
        other.write(head)
        if (target.whenGone) addAbortSignal(target.whenGone, other)
        join(socket, other)
        join(other, socket)
      })
      upstream.once('response', (answer) => reply(answer, respond()))
      upstream.once('error', ({ message }) => {
        if (isConnected()) socket.destroy()
        else target.onUnreachable(message)
      })
      socket.once('error', () => upstream.destroy())
      upstream.end()
    },
    /** Ends what is forwarded: clients of streams come back, and find another node. */
    close(): void {
      for (const stream of open) stream.destroy()
      agent.destroy()
    },
  }
}

/** Returns whether a request has got a connection. */
function watchConnection(request: ClientRequest): () => boolean {
  let isConnected = false
  request.once('socket', (socket) => {
    isConnected = !socket.connecting
    // A kept connection would collect listeners.
    if (isConnected) return
    socket.once('connect', () => {
      isConnected = true
    })
  })
  return () => isConnected
}

/** Replies that no node serves the venue now. */
function refuse(
  replier: Replier,
  request: IncomingMessage,
  response: ServerResponse,
  detail: string,
): void {
  const instance = request.url?.split('?')[0] ?? ''
  const problem = problemOf('VENUE_UNAVAILABLE', instance, detail, { outcome: 'not-recorded' })
  const body = JSON.stringify(problem)
  response.writeHead(problem.status, {
    ...commonHeaders(replier, request.headers),
    'Content-Type': 'application/problem+json',
    'Content-Length': Buffer.byteLength(body),
    'Retry-After': '1',
  })
  response.end(body)
}

/** The options of the forwarded request. */
function optionsFor(request: IncomingMessage, { url }: Target) {
  const { method, url: path, headers, rawHeaders } = request
  const { hostname, port } = new URL(url)
  const isBodiless =
    methodsWithBody.has(method) && lengths.every((name) => headers[name] === undefined)
  return {
    hostname: hostname.replace(/^\[|\]$/g, ''),
    port,
    method,
    path,
    headers: [
      ...kept(rawHeaders),
      ...(isBodiless ? ['Content-Length', '0'] : []),
      // A client of HTTP/1.0 may send none.
      ...(hasHost(rawHeaders) ? [] : ['Host', 'localhost']),
      forwardedHeader,
      '1',
    ],
    setHost: false,
  }
}

/** By the raw headers: in `headers`, this server has filled in a missing one. */
const hasHost = (rawHeaders: readonly string[]): boolean =>
  pairsOf(rawHeaders).some(([name]) => name.toLowerCase() === 'host')

/** A plain HTTP response to a handshake. */
function responseOver(socket: Duplex, request: IncomingMessage): ServerResponse {
  const response = new ServerResponse(request)
  // `as`: connections of HTTP servers are sockets.
  response.assignSocket(socket as Socket)
  response.shouldKeepAlive = false
  response.once('finish', () => socket.end())
  return response
}

/** The names and values of raw headers without those of one connection, and without another one. */
function kept(rawHeaders: readonly string[], other?: string): string[] {
  return pairsOf(rawHeaders)
    .filter(([name]) => !hopByHop.has(name.toLowerCase()) && name.toLowerCase() !== other)
    .flat()
}

/** The first lines of a reply that switches protocols. */
function headOf({ statusCode, statusMessage, rawHeaders }: IncomingMessage): string {
  const fields = pairsOf(rawHeaders).map(([name, value]) => `${name}: ${value}\r\n`)
  return `HTTP/1.1 ${statusCode} ${statusMessage}\r\n${fields.join('')}\r\n`
}

const pairsOf = (rawHeaders: readonly string[]): [name: string, value: string][] =>
  Array.from({ length: rawHeaders.length / 2 }, (_, nth) => [
    rawHeaders[2 * nth] ?? '',
    rawHeaders[2 * nth + 1] ?? '',
  ])
