import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerOptions,
  type ServerResponse,
} from 'node:http'
import type { Duplex } from 'node:stream'
import type { Clock } from '../../engine/index.ts'
import type { ProblemCode } from '../contract.ts'
import { isAboutServer } from './about-server.ts'
import { closeInStages, type Lingering } from './close-in-stages.ts'
import { limitConnections } from './connection-limit.ts'
import { type Limits, maxHeaderBytes, maxTargetBytes } from './limits.ts'
import { dueResponse } from './node-connection.ts'
import { orderlyResponse } from './orderly-response.ts'
import { limitPipelining } from './pipeline-limit.ts'
import { problemOf } from './problems.ts'
import { commonHeaders, type Replier } from './reply.ts'
import { type RequestFault, targetFault, targetTooLong } from './request-target.ts'
import { writeProblem } from './socket-problem.ts'
import { limitUnread } from './unread-limit.ts'

export interface ProblemServerOptions {
  /** In whose name it answers. */
  readonly replier: Replier
  /** What may be asked of it, at one path or another. */
  readonly methods: readonly string[]
  readonly limits: Limits
  /** The time of the process, by which clients are cut off. */
  readonly clock: Clock
}

/**
 * Makes a `createServer` whose server answers with a problem also what Node, or the adapter between
 * Node and Hono, would answer with a bare status line or not at all: a request that cannot be
 * parsed, that comes too slowly, that names no host or path one could make a URL of, or for which
 * there is no room. What is asked about the server itself it answers as well.
 */
export function problemServer({ replier, methods, limits, clock }: ProblemServerOptions) {
  const lingering = { clock, ...limits }

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
    const server: Server = createServer(
      {
        ...options,
        ...nodeOptions(limits),
        ServerResponse: orderlyResponse(
          (response) => !server.listening && pipelining.isNewest(response),
        ),
      },
      (request: IncomingMessage, response: ServerResponse) => {
        pipelining.count(request, response)
        const fault = targetFault(request)
        supposeHost(request)
        if (fault !== undefined) answer(request, response, fault)
        else if (isAboutServer(request)) tellMethods(request, response)
        else listener(request, response)
      },
    )
    server.on('connection', (socket) => {
      // So does Node close a connection after a reply that says `Connection: close`.
      socket.destroySoon = () => closeInStages(socket, lingering)
    })
    limitUnread(server, limits.unreadMs, clock)
    limitConnections(server, limits.maxConnections, (socket) => tell(socket, noRoom, retrySoon))

    server.on('clientError', (error: ClientError, socket) => {
      if (error.code === 'ECONNRESET') socket.destroy()
      else afterReplies(socket, lingering, () => tell(socket, unreadable(error)))
    })
    server.on('connect', (_request, socket) => tell(socket, noProxy, { Allow: 'GET, HEAD' }))
    server.on('checkExpectation', (request, response) => {
      pipelining.count(request, response)
      answer(request, response, impossible)
    })
    return server
  }
}

/**
 * Only HTTP/1.0 may name no host. node-server then takes the address that is listened at, of which no
 * URL can be made where it is one of IPv6. Not enumerable, for it was not sent: a journal shows it not.
 */
function supposeHost({ headers }: IncomingMessage): void {
  if (headers.host === undefined) Object.defineProperty(headers, 'host', { value: 'localhost' })
}

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
  const waiting = dueResponse(socket)
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
const impossible: RequestFault = {
  code: 'EXPECTATION_FAILED',
  detail: 'Only 100-continue can be expected.',
}

/** An error of Node's parser, and the bytes that it choked on. */
type ClientError = NodeJS.ErrnoException & { reason?: string; rawPacket?: Buffer }

function unreadable({ code, reason, message, rawPacket }: ClientError): RequestFault {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      // The parser counts the target among the header fields.
      if (startsWithLongTarget(rawPacket)) return targetTooLong
      return fault(
        'HEADERS_TOO_LARGE',
        `The header fields are larger than ${maxHeaderBytes} bytes.`,
      )
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return fault('REQUEST_TIMEOUT', 'The request did not arrive in time.')
    default:
      return fault('INVALID_REQUEST', `This is not HTTP/1.1: ${reason ?? message}.`)
  }
}

const fault = (code: ProblemCode, detail: string): RequestFault => ({ code, detail })

function startsWithLongTarget(bytes?: Buffer): boolean {
  const [, target = ''] = /^[A-Z]+ (\S*)/.exec(bytes?.toString('latin1') ?? '') ?? []
  return target.length > maxTargetBytes
}
