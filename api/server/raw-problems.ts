import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerOptions,
  type ServerResponse,
  STATUS_CODES,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Clock } from '../../engine/index.ts'
import type { Problem } from '../contract/orders.ts'
import { type Limits, maxHeaderBytes } from '../http/limits.ts'
import { problemOf } from '../http/problems.ts'
import { commonHeaders, type Replier } from '../http/reply.ts'
import { findRequestError, isServerWide, type RequestError } from '../http/request-error.ts'
import { closeInStages, type Lingering } from './close-in-stages.ts'
import { closingResponse } from './closing-response.ts'
import { limitConnections } from './connection-limit.ts'
import { continueWhenRead, expectationError } from './expectation.ts'
import { prepareHost } from './host-header.ts'
import { allowedBy, isLoopback } from './loopback.ts'
import { type ParserError, parserError } from './parser-error.ts'
import { currentResponse, limitPipelining } from './pipeline-limit.ts'
import { limitUnread } from './unread-limit.ts'

export interface ProblemServerOptions {
  /** Provides the common headers of the replies. */
  readonly replier: Replier
  /** The methods that the server supports, for `Allow`. */
  readonly methods: readonly string[]
  readonly limits: Limits
  /**
   * The host names that requests may use besides loopback names, or `*`. By default, any host if the
   * server does not listen on loopback.
   */
  readonly allowedHosts?: readonly string[] | undefined
  /** The clock of the process, for the timeouts of clients. */
  readonly clock: Clock
}

/**
 * Returns a `createServer` whose server replies with a problem where Node, or the adapter between Node
 * and Hono, would send a bare status line or nothing: for a request that cannot be parsed, that arrives
 * too slowly, whose host and target form no URL, or that exceeds a limit. The server also answers
 * `OPTIONS *`.
 */
export function problemServer({
  replier,
  methods,
  limits,
  allowedHosts,
  clock,
}: ProblemServerOptions) {
  const lingering = { clock, ...limits, closing: new Set<Duplex>() }

  /** Writes a problem to a connection without a request, and closes it. */
  function refuse(socket: Duplex, { code, detail }: RequestError, headers = {}): void {
    const all = { ...commonHeaders(replier, {}), ...headers }
    closeInStages(socket, lingering, rawResponse(problemOf(code, '', detail), all))
  }

  function answer(request: IncomingMessage, response: ServerResponse, error: RequestError): void {
    const instance = request.url?.split('?')[0] ?? ''
    const problem = problemOf(error.code, instance, error.detail)
    const body = JSON.stringify(problem)
    response.writeHead(problem.status, {
      ...commonHeaders(replier, request.headers),
      ...problemHeaders(body),
    })
    response.end(body)
  }

  function replyMethods({ headers }: IncomingMessage, response: ServerResponse): void {
    const Allow = methods.join(', ')
    response.writeHead(204, { ...commonHeaders(replier, headers), Allow }).end()
  }

  return (options: ServerOptions, listener: RequestListener): Server => {
    const pipelining = limitPipelining(limits.maxPipelined)
    const isLast = (response: ServerResponse) => !server.listening && pipelining.isNewest(response)
    const isAllowed = allowedBy(allowedHosts ?? [])
    const isServed = rememberLatest((host) => isOpen || isAllowed(host) || mayCall(replier, host))
    let isOpen = false

    function serve(request: IncomingMessage, response: ServerResponse, error?: RequestError): void {
      pipelining.count(request, response)
      const found = error ?? findRequestError(request, isServed)
      prepareHost(request)
      if (found) answer(request, response, found)
      else if (isServerWide(request)) replyMethods(request, response)
      else listener(request, response)
    }

    const { shouldUpgradeCallback: isHandshake = () => false } = options
    const server: Server = createServer(
      {
        ...options,
        ...nodeOptions(limits),
        ServerResponse: closingResponse(isLast),
        // A handshake with another error is refused over plain HTTP.
        shouldUpgradeCallback(request) {
          if (findRequestError(request, isServed) !== undefined) return false
          prepareHost(request)
          return isHandshake(request)
        },
      },
      (request, response) => serve(request, response),
    )
    // The parser limits the bytes. Node's limit on the number would drop headers silently.
    server.maxHeadersCount = 0
    server.once('listening', () => {
      isOpen = !allowedHosts && !isLoopback((server.address() as AddressInfo).address)
    })
    server.on('connection', (socket) => {
      // Node calls this to close a connection after a reply with `Connection: close`.
      socket.destroySoon = () => closeInStages(socket, lingering)
    })
    limitUnread(server, limits.unreadMs, clock)
    limitConnections(server, limits.maxConnections, (socket) => refuse(socket, noRoom, retrySoon))

    server.on('clientError', (error: ParserError, socket) => {
      if (error.code === 'ECONNRESET') socket.destroy()
      else afterReplies(socket, lingering, () => refuse(socket, parserError(error)))
    })
    server.on('connect', (_request, socket) => refuse(socket, noProxy, { Allow: 'GET, HEAD' }))
    server.on('checkContinue', (request, response) => {
      continueWhenRead(request, response)
      serve(request, response, expectationError(request))
    })
    server.on('checkExpectation', (request, response) =>
      serve(request, response, expectationError(request)),
    )
    return server
  }
}

const problemHeaders = (body: string) => ({
  'Content-Type': 'application/problem+json',
  'Content-Length': Buffer.byteLength(body),
})

/** A response as it goes over the connection, with `Connection: close`. */
function rawResponse(problem: Problem, headers: Readonly<Record<string, string>>): string {
  const body = JSON.stringify(problem)
  const fields = Object.entries({ ...problemHeaders(body), Connection: 'close', ...headers })
  const lines = fields.map(([name, value]) => `${name}: ${value}\r\n`)
  const { status } = problem
  return `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body}`
}

/** The same check, faster for the latest host that it accepted: most requests name the same one. */
function rememberLatest(isServed: (host: string) => boolean): (host: string) => boolean {
  let latest: string | undefined
  return (host) => {
    if (host === latest) return true
    if (!isServed(host)) return false
    latest = host
    return true
  }
}

/** Whether `CORS_ORIGINS` names this host, with or without the default port of the scheme. */
const mayCall = ({ origins }: Replier, host: string) =>
  ['http', 'https'].some((scheme) =>
    origins.allow({ origin: new URL(`${scheme}://${host}`).origin }),
  )

/** The options of Node's server that follow from the limits. */
const nodeOptions = (limits: Limits): ServerOptions => ({
  headersTimeout: limits.headersMs,
  requestTimeout: limits.requestMs,
  connectionsCheckingInterval: limits.checkEveryMs,
  keepAliveTimeout: limits.keepAliveMs,
  maxHeaderSize: maxHeaderBytes,
  // `findRequestError` checks it.
  requireHostHeader: false,
  // Otherwise Node silently uses the first of two Host or Content-Type headers.
  joinDuplicateHeaders: true,
})

/**
 * Calls `act` once the earlier requests on a connection have their replies, so that clients do not
 * mistake the reply that `act` sends for an earlier one.
 */
function afterReplies(socket: Duplex, lingering: Lingering, act: () => void): void {
  const current = currentResponse(socket)
  // A request with an incomplete body is itself the one that cannot be parsed.
  if (current?.req.complete) {
    current.once('close', () => setImmediate(afterReplies, socket, lingering, act))
  } else if (current?.writableEnded) closeInStages(socket, lingering)
  else if (current?.headersSent) socket.destroy()
  else act()
}

const noRoom: RequestError = {
  code: 'TOO_MANY_CONNECTIONS',
  detail: 'The platform serves its maximum number of connections.',
}
const retrySoon = { 'Retry-After': '1' }
const noProxy: RequestError = { code: 'METHOD_NOT_ALLOWED', detail: 'papertape is not a proxy.' }
