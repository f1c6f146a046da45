import type { IncomingHttpHeaders } from 'node:http'
import type { Socket } from 'node:net'
import { upgradeWebSocket } from '@hono/node-server'
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { getPath } from 'hono/utils/url'
import type { WebSocket } from 'ws'
import { closeCodeTable } from '../broadcast/close-reason.ts'
import type { Stream } from '../broadcast/stream.ts'
import type { SubscriptionRequest } from '../broadcast/subscription.ts'
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

/** The largest message a client may send, in bytes. A larger one closes the WebSocket (1009). */
export const maxClientMessageBytes = 4 * 1024

interface Handshake {
  readonly method?: string | undefined
  /** Such as 1.1; undefined without a server. */
  readonly httpVersion?: string
  readonly headers: IncomingHttpHeaders
}

/** Checks a WebSocket handshake (RFC 6455, section 4.2.1). Returns undefined when it is valid. */
function handshakeError({ method, httpVersion, headers }: Handshake): string | undefined {
  if (headers.upgrade?.toLowerCase() !== 'websocket') {
    return 'The request has no header Upgrade: websocket.'
  }
  if (method !== 'GET') return 'A WebSocket handshake must be a GET request.'
  if (Number(httpVersion) < 1.1) return 'A WebSocket handshake must use HTTP/1.1 or higher.'
  if (headers['sec-websocket-version'] !== '13') return 'Sec-WebSocket-Version must be 13.'
  if (!/^[+/0-9A-Za-z]{22}==$/.test(headers['sec-websocket-key'] ?? '')) {
    return 'Sec-WebSocket-Key must be 16 bytes in base64.'
  }
  if (!areSubprotocols(headers['sec-websocket-protocol'] ?? 'none')) {
    return 'Sec-WebSocket-Protocol must be a list of distinct names.'
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
 * Whether a request can become a WebSocket. Any other request, including an invalid handshake, is
 * served as plain HTTP and gets a problem: Node and ws would reply with a bare status line or not
 * at all.
 */
export function isHandshake(
  request: Handshake & { readonly url?: string | undefined },
  { venues, origins }: { readonly venues: Venues; readonly origins: Origins },
): boolean {
  if (handshakeError(request) !== undefined) return false
  const { href, searchParams } = urlOf(request.url ?? '')
  const hosted = venues.find(venueNameOf(request.headers, href))
  return (
    // Decoded as Hono's router does, because several spellings reach the route.
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
  description: `Connecting subscribes. The query sets the filter and the start. Every change of an order that passes all filters is sent as one JSON text message of type \`order\`. For each order, the stream sends PENDING first, then exactly one of EXECUTED or CANCELLED, each once, and nothing after that.

**Detecting gaps.** \`previous\` is the position of the previous order message on this connection, null for the first. Compare it with the last position you received: if they are equal, you missed nothing, whatever the filter. With \`heartbeatMs\` the server also confirms this while no orders change.

**Resuming.** With \`from\`, the server first sends every later event from the log, then \`caught-up\`, then live changes, without a gap or a duplicate. Send \`log\` as well: after a reset, or in a new platform process, the venue has another log, in which your position has no meaning.

**Origins.** A page of another origin may connect only if the platform allows it (\`CORS_ORIGINS\`), because browsers send no preflight before a WebSocket.

**Close codes.** The server ignores messages from the client. When it closes the connection, the code says what to do:

${closeCodeTable}`,
  tags: ['Stream'],
  request: { query: StreamQuery },
  responses: {
    101: {
      description: 'The connection is now a WebSocket. Each text message is one of these.',
      headers: {
        ...everyReply,
        Upgrade: header('The new protocol of the connection.', 'websocket'),
        'Sec-WebSocket-Accept': header(
          'Proves that the server accepted the handshake (RFC 6455, section 4.2.2).',
          's3pPLMBiTxaQ9kYGzzhZRbK+xOo=',
        ),
      },
      content: { 'application/json': { schema: StreamMessage, examples: streamExamples } },
    },
    ...problemResponses(streamPath, 'LOG_CHANGED', 'UPGRADE_REQUIRED'),
    default: {
      description: 'Any other problem.',
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
    // node-server sets no response for an upgrade.
    if (incoming && !outgoing) return accept(c, incoming.socket, stream, request)
    return refuseHandshake(c, incoming ?? { method: c.req.method, headers: c.req.header() })
  })
}

function refuseHandshake(c: Context<ApiEnv>, request: Handshake) {
  const error = handshakeError(request)
  if (error === undefined && isForeign(c.get('origins'), request.headers)) {
    const detail = `Pages of ${request.headers.origin} may not connect to the stream.`
    return problem(c, 'FORBIDDEN_ORIGIN', detail, undefined, { Connection: 'close' })
  }
  const detail = error ?? 'A WebSocket handshake must have the header Connection: Upgrade.'
  return problem(c, 'UPGRADE_REQUIRED', detail, undefined, {
    // RFC 9110, section 15.5.22, and RFC 6455, section 4.4. With `close`, because Node never closes
    // a connection whose Connection header says neither close nor keep-alive.
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
  const { venue } = c.get('hosted')
  let record: ConnectionRecord | undefined
  const response = await upgradeWebSocket(c, {
    onOpen(_, { raw }) {
      record = startConnectionRecord(c, request)
      // The server uses a WebSocketServer of ws, so this is a WebSocket of ws.
      const socket = raw as WebSocket
      const sink = createWebSocketSink(socket, connection, { clock: stream.clock, record })
      socket.once('close', stream.subscribe(sink, request, record))
      if (record) recordWebSocket(socket, connection, record)
    },
    // Also receives messages that came with the handshake. Without a journal, messages are ignored.
    ...(c.get('entry') && {
      onMessage: ({ data }) => record && recordMessage(data, record),
    }),
  })
  for (const [name, value] of Object.entries(logHeaders(venue, venue.durableEnd))) {
    response.headers.set(name, value)
  }
  return response
}
