import { upgradeWebSocket } from '@hono/node-server'
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import type { WebSocket } from 'ws'
import { messageExample, OrderMessage, Problem } from './contract.ts'
import { problem, problemResponses } from './problems.ts'
import type { ApiEnv } from './reply.ts'
import type { Stream } from './stream.ts'

const streamPath = '/ws'

/** The largest message a client may send, in bytes; a larger one closes its connection with 1009. */
export const maxClientMessageBytes = 4 * 1024

interface Handshake {
  readonly method?: string | undefined
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
}

/** What is wrong with a WebSocket handshake (RFC 6455, section 4.2.1); undefined when nothing is. */
function handshakeFault({ method, headers }: Handshake): string | undefined {
  if (String(headers.upgrade).toLowerCase() !== 'websocket') {
    return 'The request asks for no upgrade to websocket.'
  }
  if (method !== 'GET') return 'A WebSocket handshake is a GET request.'
  if (headers['sec-websocket-version'] !== '13') return 'Sec-WebSocket-Version must be 13.'
  if (!/^[+/0-9A-Za-z]{22}==$/.test(String(headers['sec-websocket-key']))) {
    return 'Sec-WebSocket-Key must be 16 bytes in base64.'
  }
  return undefined
}

/**
 * Whether a request is to become a WebSocket. Every other request, a faulty handshake too, goes the
 * way of plain HTTP: Node and ws would answer it with a bare status line, or not at all.
 */
export const isHandshake = (request: Handshake & { readonly url?: string | undefined }): boolean =>
  request.url?.split('?')[0] === streamPath && handshakeFault(request) === undefined

const followOrders = createRoute({
  method: 'get',
  path: streamPath,
  operationId: 'followOrders',
  summary: 'Follow every change (WebSocket)',
  description: `To connect is to subscribe: from then on every change of every order arrives as one JSON text message, as below. Per order PENDING comes first, then exactly one of EXECUTED or CANCELLED, each once, and nothing after.

\`previous\` is the position of the message before on this connection, null for the first: a client that checks it knows that it missed nothing.

What a client sends is ignored; a message of more than 4 KiB closes its connection with 1009. The platform closes with 1001 when it stops and with 4008 when a client leaves more than 1 MiB unread. A client that answers no ping within 15 s is cut off.`,
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
    async (c, next) => {
      const fault = handshakeFault({ method: c.req.method, headers: c.req.header() })
      if (fault === undefined) return next()
      return problem(c, 'UPGRADE_REQUIRED', fault, undefined, {
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
