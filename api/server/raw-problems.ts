import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerOptions,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Clock } from '../../engine/index.ts'
import { type Limits, maxHeaderBytes } from '../http/limits.ts'
import { problemOf } from '../http/problems.ts'
import { commonHeaders, type Replier } from '../http/reply.ts'
import { type RequestFault, requestFault } from '../http/request-fault.ts'
import { isServerWide } from '../http/server-wide.ts'
import { closeInStages, type Lingering } from './close-in-stages.ts'
import { limitConnections } from './connection-limit.ts'
import { continueWhenRead, expectationFault, unknownExpectation } from './expectation.ts'
import { prepareHost } from './host-header.ts'
import { allowedBy, isLoopback } from './loopback.ts'
import { orderlyResponse } from './orderly-response.ts'
import { type ParserError, parserFault } from './parser-fault.ts'
import { currentResponse, limitPipelining } from './pipeline-limit.ts'
import { writeProblem } from './socket-problem.ts'
import { limitUnread } from './unread-limit.ts'

export interface ProblemServerOptions {
  /** In whose name it answers. */
  readonly replier: Replier
  /** What may be asked of it, at one path or another. */
  readonly methods: readonly string[]
  readonly limits: Limits
  /**
   * The host names that requests may use beside those of loopback, or `*`. Left out: any host, if the
   * server listens beyond loopback.
   */
  readonly allowedHosts?: readonly string[] | undefined
  /** The time of the process, by which clients are cut off. */
  readonly clock: Clock
}

/**
 * Makes a `createServer` whose server answers with a problem also what Node, or the adapter between
 * Node and Hono, would answer with a bare status line or not at all: a request that cannot be
 * parsed, that comes too slowly, that names no host or path one could make a URL of, or for which
 * there is no room. What is asked about the server itself it answers as well.
 */
export function problemServer({
  replier,
  methods,
  limits,
  allowedHosts,
  clock,
}: ProblemServerOptions) {
  const lingering = { clock, ...limits, closing: new Set<Duplex>() }

  /** Answers where Node has no request: nothing is known of who asks. */
  function tell(socket: Duplex, { code, detail }: RequestFault, headers = {}): void {
    const all = { ...commonHeaders(replier, undefined), ...headers }
    writeProblem(socket, problemOf(code, '', detail), all, lingering)
  }

  function answer(request: IncomingMessage, response: ServerResponse, fault: RequestFault): void {
    const instance = request.url?.split('?')[0] ?? ''
    const problem = problemOf(fault.code, instance, fault.detail)
    const body = JSON.stringify(problem)
    response.writeHead(problem.status, {
      ...commonHeaders(replier, request.headers.origin),
      'Content-Type': 'application/problem+json',
      'Content-Length': Buffer.byteLength(body),
    })
    response.end(body)
  }

  function tellMethods({ headers }: IncomingMessage, response: ServerResponse): void {
    const Allow = methods.join(', ')
    response.writeHead(204, { ...commonHeaders(replier, headers.origin), Allow }).end()
  }

  return (options: ServerOptions, listener: RequestListener): Server => {
    const pipelining = limitPipelining(limits.maxPipelined)
    const isLast = (response: ServerResponse) => !server.listening && pipelining.isNewest(response)
    const isAllowed = allowedBy(allowedHosts ?? [])
    const isServed = (host: string) => isOpen || isAllowed(host) || mayCall(replier, host)
    let isOpen = false

    function serve(request: IncomingMessage, response: ServerResponse, fault?: RequestFault): void {
      pipelining.count(request, response)
      const found = fault ?? requestFault(request, isServed)
      prepareHost(request)
      if (found) answer(request, response, found)
      else if (isServerWide(request)) tellMethods(request, response)
      else listener(request, response)
    }

    const { shouldUpgradeCallback: isHandshake = () => false } = options
    const server: Server = createServer(
      {
        ...options,
        ...nodeOptions(limits),
        ServerResponse: orderlyResponse(isLast),
        // A handshake with another fault is refused as plain HTTP.
        shouldUpgradeCallback(request) {
          if (requestFault(request, isServed) !== undefined) return false
          prepareHost(request)
          return isHandshake(request)
        },
      },
      (request, response) => serve(request, response),
    )
    // The parser limits the bytes. Node's limit on the count would drop headers silently.
    server.maxHeadersCount = 0
    server.once('listening', () => {
      isOpen = !allowedHosts && !isLoopback((server.address() as AddressInfo).address)
    })
    server.on('connection', (socket) => {
      // So does Node close a connection after a reply that says `Connection: close`.
      socket.destroySoon = () => closeInStages(socket, lingering)
    })
    limitUnread(server, limits.unreadMs, clock)
    limitConnections(server, limits.maxConnections, (socket) => tell(socket, noRoom, retrySoon))

    server.on('clientError', (error: ParserError, socket) => {
      if (error.code === 'ECONNRESET') socket.destroy()
      else afterReplies(socket, lingering, () => tell(socket, parserFault(error)))
    })
    server.on('connect', (_request, socket) => tell(socket, noProxy, { Allow: 'GET, HEAD' }))
    server.on('checkContinue', (request, response) => {
      continueWhenRead(request, response)
      serve(request, response, expectationFault(request))
    })
    server.on('checkExpectation', (request, response) =>
      serve(request, response, unknownExpectation),
    )
    return server
  }
}

/** Whether `CORS_ORIGINS` names this host; the default port of a scheme may be written or left out. */
const mayCall = ({ origins }: Replier, host: string) =>
  ['http', 'https'].some((scheme) => origins.allow(new URL(`${scheme}://${host}`).origin))

/** What Node is told of the limits, and what it is to leave to us. */
const nodeOptions = (limits: Limits): ServerOptions => ({
  headersTimeout: limits.headersMs,
  requestTimeout: limits.requestMs,
  connectionsCheckingInterval: limits.checkEveryMs,
  keepAliveTimeout: limits.keepAliveMs,
  maxHeaderSize: maxHeaderBytes,
  requireHostHeader: false,
  // Node would else take the first of two Host or Content-Type headers and say nothing.
  joinDuplicateHeaders: true,
})

/**
 * Waits until the requests that came before on a connection have their replies: what was carried
 * out must not be answered with the problem of what came after it.
 */
function afterReplies(socket: Duplex, lingering: Lingering, act: () => void): void {
  const waiting = currentResponse(socket)
  // One whose body has not come whole is itself what cannot be read.
  if (waiting?.req.complete) {
    waiting.once('close', () => setImmediate(afterReplies, socket, lingering, act))
  } else if (waiting?.writableEnded) closeInStages(socket, lingering)
  else if (waiting?.headersSent) socket.destroy()
  else act()
}

const noRoom: RequestFault = {
  code: 'TOO_MANY_CONNECTIONS',
  detail: 'As many connections are open as the platform serves at once.',
}
const retrySoon = { 'Retry-After': '1' }
const noProxy: RequestFault = { code: 'METHOD_NOT_ALLOWED', detail: 'papertape is no proxy.' }
