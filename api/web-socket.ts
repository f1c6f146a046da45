import type { IncomingHttpHeaders } from 'node:http'
import { upgradeWebSocket } from '@hono/node-server'
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import type { WebSocket } from 'ws'
import { messageExample, OrderMessage, Problem } from './contract.ts'
import { problem, problemResponses } from './problems.ts'
import type { ApiEnv } from './reply.ts'
import { type RequestTarget, targetFault } from './request-target.ts'
import type { Stream } from './stream.ts'
import { noQuery } from './validation.ts'

const streamPath = '/ws'

/** The largest message a client may send, in bytes; a larger one closes its connection with 1009. */
export const maxClientMessageBytes = 4 * 1024

interface Handshake {
  readonly method?: string | undefined
  readonly headers: IncomingHttpHeaders
}

/** What is wrong with a WebSocket handshake (RFC 6455, section 4.2.1); undefined when nothing is. */
function handshakeFault({ method, headers }: Handshake): string | undefined {
  if (headers.upgrade?.toLowerCase() !== 'websocket') {
    return 'The request asks for no upgrade to websocket.'
  }
  if (method !== 'GET') return 'A WebSocket handshake is a GET request.'
  if (headers['sec-websocket-version'] !== '13') return 'Sec-WebSocket-Version must be 13.'
  if (!/^[+/0-9A-Za-z]{22}==$/.test(headers['sec-websocket-key'] ?? '')) {
    return 'Sec-WebSocket-Key must be 16 bytes in base64.'
  }
  if (!areSubprotocols(headers['sec-websocket-protocol'] ?? 'none')) {
    return 'Sec-WebSocket-Protocol must be a list of different names.'
  }
  return undefined
}

function areSubprotocols(list: string): boolean {
  const names = list.split(',').map((name) => name.trim())
  return (
    names.every((name) => /^[\w!#$%&'*+.^`|~-]+$/.test(name)) &&
    new Set(names).size === names.length
  )
}

/**
 * Whether a request is to become a WebSocket. Every other request, a faulty handshake too, goes the
 * way of plain HTTP: Node and ws would answer it with a bare status line, or not at all.
 */
export const isHandshake = (request: Handshake & RequestTarget): boolean =>
  request.url === streamPath &&
  handshakeFault(request) === undefined &&
  targetFault(request) === undefined

const followOrders = createRoute({
  method: 'get',
  path: streamPath,
  operationId: 'followOrders',
  summary: 'Follow every change (WebSocket)',
  description: `To connect is to subscribe: from then on every change of every order arrives as one JSON text message, as below. Per order PENDING comes first, then exactly one of EXECUTED or CANCELLED, each once, and nothing after.

\`previous\` is the position of the message before on this connection, null for the first: a client that checks it knows that it missed nothing.

What a client sends is ignored; a message of more than 4 KiB closes its connection with 1009. The platform closes with 1001 when it stops and with 4008 when a client leaves more than 1 MiB unread. A client that answers no ping within 15 s is cut off. There are no parameters.`,
  tags: ['Stream'],
  responses: {
    101: {
      description: 'The connection is a WebSocket now; each text message on it is one of these.',
      content: { 'application/json': { schema: OrderMessage, example: messageExample } },
    },
    ...problemResponses(streamPath, 'UPGRADE_REQUIRED'),
    default: {
      description: 'Whatever else may go wrong.',
      content: { 'application/problem+json': { schema: Problem } },
    },
  },
})

/** Adds the WebSocket endpoint. */
export function addStreamRoute(app: OpenAPIHono<ApiEnv>, stream: Stream): void {
  app.openAPIRegistry.registerPath(followOrders)
  app.get(
    streamPath,
    noQuery,
    async (c, next) => {
      // What node-server hands on as an upgrade has no response.
      if (c.env?.incoming && !c.env.outgoing) return next()
      const { incoming } = c.env ?? {}
      const request = incoming ?? { method: c.req.method, headers: c.req.header() }
      const detail =
        handshakeFault(request) ??
        'A handshake asks for /ws and has the header Connection: Upgrade.'
      return problem(c, 'UPGRADE_REQUIRED', detail, undefined, {
        // RFC 9110, section 15.5.22, and RFC 6455, section 4.4; `close`, as Node leaves a connection
        // open for ever whose Connection header says neither close nor keep-alive.
        Connection: 'Upgrade, close',
        Upgrade: 'websocket',
        'Sec-WebSocket-Version': '13',
      })
    },
    upgradeWebSocket(() => ({
      onOpen(_, { raw }) {
        // The server is given a WebSocketServer of ws, so this is a socket of ws.
        stream.subscribe(raw as WebSocket)
      },
    })),
  )
}
