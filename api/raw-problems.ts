import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerOptions,
  type ServerResponse,
  STATUS_CODES,
} from 'node:http'
import type { Duplex } from 'node:stream'
import type { ProblemCode } from './contract.ts'
import { problemOf } from './problems.ts'
import { targetFault } from './request-target.ts'

/**
 * Creates a Node server that answers with a problem also what Node, or the adapter between Node and
 * Hono, would answer with a bare status line: a request that cannot be parsed, that comes too
 * slowly, or that names no host or path one could make a URL of.
 */
export function createProblemServer(options: ServerOptions, listener: RequestListener): Server {
  const server = createServer({ ...options, requireHostHeader: false }, (request, response) => {
    // A server that is stopping answers what still comes on an open connection, and then ends it.
    if (!server.listening) response.setHeader('Connection', 'close')
    const fault = targetFault(request)
    if (fault === undefined) listener(request, response)
    else sendProblem(request, response, 'INVALID_REQUEST', fault)
  })

  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code === 'ECONNRESET') socket.destroy()
    else afterReplies(socket, () => writeProblem(socket, ...unreadable(error)))
  })
  server.on('connect', (_request, socket) =>
    writeProblem(socket, 405, 'METHOD_NOT_ALLOWED', 'papertape is no proxy.', 'Allow: GET, HEAD'),
  )
  server.on('checkExpectation', (request, response) =>
    sendProblem(request, response, 'EXPECTATION_FAILED', 'Only 100-continue can be expected.'),
  )
  return server
}

/**
 * Waits until the requests that came before on a connection have their replies: what was carried
 * out must not be answered with the problem of what came after it.
 */
function afterReplies(socket: Duplex, act: () => void): void {
  // Node's own name for the response whose turn it is on a connection; it offers no other.
  const { _httpMessage: waiting } = socket as { _httpMessage?: ServerResponse | null }
  // One whose body has not come whole is itself what cannot be read.
  if (waiting?.req.complete) waiting.once('close', () => setImmediate(afterReplies, socket, act))
  else act()
}

type Unreadable = [status: number, code: ProblemCode, detail: string]

function unreadable(error: NodeJS.ErrnoException & { reason?: string }): Unreadable {
  switch (error.code) {
    case 'HPE_HEADER_OVERFLOW':
      return [431, 'HEADERS_TOO_LARGE', 'The header fields are larger than 16 KiB.']
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return [408, 'REQUEST_TIMEOUT', 'The request did not arrive in time.']
    default:
      return [400, 'INVALID_REQUEST', `This is not HTTP/1.1: ${error.reason ?? error.message}.`]
  }
}

function sendProblem(
  request: IncomingMessage,
  response: ServerResponse,
  code: ProblemCode,
  detail: string,
): void {
  const problem = problemOf(code, request.url?.split('?')[0] ?? '', detail)
  const body = JSON.stringify(problem)
  response.writeHead(problem.status, {
    'Content-Type': 'application/problem+json',
    'Content-Length': Buffer.byteLength(body),
  })
  response.end(body)
}

/** Writes a problem onto a connection on which Node has no request that could be answered. */
function writeProblem(
  socket: Duplex,
  status: number,
  code: ProblemCode,
  detail: string,
  ...headers: string[]
): void {
  // Node takes its hands off a connection that it gives away: its errors are ours now.
  socket.on('error', () => socket.destroy())
  if (!socket.writable) {
    socket.destroy()
    return
  }
  const body = JSON.stringify(problemOf(code, '', detail))
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Content-Type: application/problem+json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
    ...headers,
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}
