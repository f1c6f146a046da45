import type { IncomingHttpHeaders } from 'node:http'
import type { Socket } from 'node:net'
import { upgradeWebSocket } from '@hono/node-server'
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { getPath } from 'hono/utils/url'
import type { WebSocket } from 'ws'
import { closeCodeTable } from '../broadcast/close-reason.ts'
import type { Stream } from '../broadcast/stream.ts'
import type { SubscriptionRequest } from '../broadcast/subscription-request.ts'
import { createWebSocketSink } from '../broadcast/web-socket-sink.ts'
import { Problem } from '../contract/orders.ts'
import { urlOf } from '../contract/request-target.ts'
import { StreamMessage, StreamQuery, streamExamples } from '../contract/stream.ts'
import { startConnectionRecord } from '../http/journal-notes.ts'
import { everyReply, header } from '../http/openapi-parts.ts'
import { isForeign, type Origins } from '../http/origins.ts'
import { exampleOf, problem, problemResponses } from '../http/problems.ts'
import { type ApiEnv, logHeaders } from '../http/reply.ts'
import { venueNameOf } from '../http/resolve-venue.ts'
import type { ConnectionRecord } from '../journal/connection-record.ts'
import type { Venues } from '../venues/venues.ts'
import { parseSubscription, refuseSubscription } from './parse-subscription.ts'
import { recordMessage, recordWebSocket } from './record-web-socket.ts'

const streamPath = '/ws'

/** The largest message a client may send, in bytes; a larger one closes its connection with 1009. */
export const maxClientMessageBytes = 4 * 1024

interface Handshake {
  readonly method?: string | undefined
  /** Where it is known: such as 1.1. */
  readonly httpVersion?: string
  readonly headers: IncomingHttpHeaders
}

/** What is wrong with a WebSocket handshake (RFC 6455, section 4.2.1); undefined when nothing is. */
function handshakeFault({ method, httpVersion, headers }: Handshake): string | undefined {
  if (headers.upgrade?.toLowerCase() !== 'websocket') {
    return 'The request asks for no upgrade to websocket.'
  }
  if (method !== 'GET') return 'A WebSocket handshake is a GET request.'
  if (Number(httpVersion) < 1.1) return 'A WebSocket handshake is in HTTP/1.1 or higher.'
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
 * Whether a request without other faults is to become a WebSocket. Every other request, a faulty handshake too, goes the
 * way of plain HTTP, where it is told what is wrong: Node and ws would answer with a bare status
 * line, or not at all.
 */
export function isHandshake(
  request: Handshake & { readonly url?: string | undefined },
  { venues, origins }: { readonly venues: Venues; readonly origins: Origins },
): boolean {
  if (handshakeFault(request) !== undefined) return false
  const { href, searchParams } = urlOf(request.url ?? '')
  const hosted = venues.find(venueNameOf(request.headers, href))
  return (
    // As the plain route reads it, which is reached by more than one spelling.
    getPath(new Request(href)) === streamPath &&
    !isForeign(origins, request.headers) &&
    hosted !== undefined &&
    !('refused' in parseSubscription(hosted.venue, searchParams))
  )
}

const followOrders = createRoute({
  method: 'get',
  path: streamPath,
  operationId: 'followOrders',
  summary: 'Follow changes (WebSocket)',
  description: `To connect is to subscribe, and the URL is the subscription: every change of every order that passes all filters arrives as one JSON text message of type \`order\`. Per order PENDING comes first, then exactly one of EXECUTED or CANCELLED, each once, and nothing after.

**Nothing is missed.** \`previous\` is the position of the order message before on this connection, null for the first: a client that compares it with the last position it saw knows that it missed nothing, under any filter. With \`heartbeatMs\` silence says so too.

**Resuming.** With \`from\` every later event comes first, from the log, then \`caught-up\`, then what happens, without a gap or a repetition. Name the \`log\` as well: a platform that was restarted has another one, and a position means nothing in it.

The page of another origin may listen only where the platform allows it (\`CORS_ORIGINS\`): browsers ask for no leave before they open a WebSocket.

What a client sends is ignored. The connection is closed with a code that says what to do:

${closeCodeTable}`,
  tags: ['Stream'],
  request: { query: StreamQuery },
  responses: {
    101: {
      description: 'The connection is a WebSocket now; each text message on it is one of these.',
      headers: {
        ...everyReply,
        Upgrade: header('The protocol of the connection from now on.', 'websocket'),
        'Sec-WebSocket-Accept': header(
          'Shows that the handshake was understood (RFC 6455, section 4.2.2).',
          's3pPLMBiTxaQ9kYGzzhZRbK+xOo=',
        ),
      },
      content: { 'application/json': { schema: StreamMessage, examples: streamExamples } },
    },
    ...problemResponses(streamPath, 'LOG_CHANGED', 'UPGRADE_REQUIRED'),
    default: {
      description: 'Whatever else may go wrong.',
      content: {
        'application/problem+json': {
          schema: Problem,
          example: exampleOf('BAD_GATEWAY', streamPath),
        },
      },
    },
  },
})

/** Adds the WebSocket endpoint. */
export function addStreamRoute(app: OpenAPIHono<ApiEnv>): void {
  app.openAPIRegistry.registerPath(followOrders)
  app.get(streamPath, async (c) => {
    const { venue, stream } = c.get('hosted')
    const request = parseSubscription(venue, new URL(c.req.url).searchParams)
    if ('refused' in request) return refuseSubscription(c, request)
    const { incoming, outgoing } = c.env ?? {}
    // What node-server hands on as an upgrade has no response.
    if (incoming && !outgoing) return accept(c, incoming.socket, stream, request)
    return refuseHandshake(c, incoming ?? { method: c.req.method, headers: c.req.header() })
  })
}

function refuseHandshake(c: Context<ApiEnv>, request: Handshake) {
  const fault = handshakeFault(request)
  if (fault === undefined && isForeign(c.get('origins'), request.headers)) {
    const detail = `Pages of ${request.headers.origin} may not listen here.`
    return problem(c, 'FORBIDDEN_ORIGIN', detail, undefined, { Connection: 'close' })
  }
  const detail = fault ?? 'A WebSocket handshake has the header Connection: Upgrade.'
  return problem(c, 'UPGRADE_REQUIRED', detail, undefined, {
    // RFC 9110, section 15.5.22, and RFC 6455, section 4.4; `close`, as Node leaves a connection
    // open for ever whose Connection header says neither close nor keep-alive.
    Connection: 'Upgrade, close',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
  })
}

async function accept(
  c: Context<ApiEnv>,
  connection: Socket,
  stream: Stream,
  request: SubscriptionRequest,
): Promise<Response> {
  let record: ConnectionRecord | undefined
  const response = await upgradeWebSocket(c, {
    onOpen(_, { raw }) {
      record = startConnectionRecord(c, request)
      // The server is given a WebSocketServer of ws, so this is a socket of ws.
      const socket = raw as WebSocket
      const sink = createWebSocketSink(socket, connection, { clock: stream.clock, record })
      socket.once('close', stream.subscribe(sink, request, record))
      if (record) recordWebSocket(socket, connection, record)
    },
    // Tells also of what came with the handshake. Without a journal nobody makes anything of messages.
    ...(c.get('entry') && {
      onMessage: ({ data }) => record && recordMessage(data, record),
    }),
  })
  for (const [name, value] of Object.entries(logHeaders(c.get('hosted').venue))) {
    response.headers.set(name, value)
  }
  return response
}
