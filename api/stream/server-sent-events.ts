import type { ServerResponse } from 'node:http'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import {
  createEventStreamEncoding,
  createEventStreamSink,
  firstLine,
} from '../broadcast/event-stream-sink.ts'
import { EventQuery, LastEventIdHeaders, lastEventIdHeader } from '../contract/last-event-id.ts'
import { streamExamples } from '../contract/stream.ts'
import { startConnectionRecord } from '../http/journal-notes.ts'
import { everyReply } from '../http/openapi-parts.ts'
import { problemResponses } from '../http/problems.ts'
import { type ApiEnv, replyHeaders } from '../http/reply.ts'
import { parseEventSubscription, refuseSubscription } from './parse-subscription.ts'
import { recordReplyEnd } from './record-web-socket.ts'

const eventsPath = '/events'

const exampleMessages = [streamExamples['caught-up'].value, streamExamples.heartbeat.value]
const exampleEvents =
  firstLine +
  createEventStreamEncoding(streamExamples['caught-up'].value.log).encode(
    exampleMessages.map((message) => ({
      position: message.position,
      text: JSON.stringify(message),
    })),
  )

const followEvents = createRoute({
  method: 'get',
  path: eventsPath,
  operationId: 'followEvents',
  summary: 'Follow changes (Server-Sent Events)',
  description: `The messages of \`/ws\`, for the EventSource of a browser or a library, or \`curl -N\`. Each event has one message as its \`data\`, no name, and \`<position>@<Log-Id>\` as its \`id\`. The stream sends \`caught-up\` where history ends, also without \`from\`: so a client has an id to resume from before the first change.

**Resuming.** An EventSource whose connection broke reconnects after a second, sends the last id it received (\`Last-Event-ID\`, or \`lastEventId\` in the query) and gets every later message once. If the platform has another log by then, because it was restarted or reset, the request is refused (409 \`LOG_CHANGED\`). An EventSource then closes with an \`error\`; some libraries retry until the application closes them.

**Not here.** A reply without end is never shown by Swagger UI, which says LOADING until its page is left: listen with \`curl -N\` or an EventSource instead.

A client that leaves more than 1 MiB unread (\`MAX_UNREAD_BYTES\`), or reads nothing for 15 s while something waits for it, is cut off. A comment every 15 s keeps the connection in use.`,
  tags: ['Stream'],
  request: { query: EventQuery, headers: LastEventIdHeaders },
  responses: {
    200: {
      description: 'Events without end (HTML standard, section 9.2).',
      headers: everyReply,
      content: {
        'text/event-stream': {
          schema: z.string(),
          example: exampleEvents,
        },
      },
    },
    ...problemResponses(eventsPath, 'LOG_CHANGED'),
  },
})

/** Adds the stream as server-sent events. */
export function addEventRoute(app: OpenAPIHono<ApiEnv>): void {
  app.openAPIRegistry.registerPath(followEvents)
  app.get(eventsPath, (c) => {
    const { venue, stream } = c.get('hosted')
    const { searchParams } = new URL(c.req.url)
    const request = parseEventSubscription(venue, searchParams, c.req.header(lastEventIdHeader))
    if ('refused' in request) return refuseSubscription(c, request)

    const headers = replyHeaders(c, {
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-store',
      // Asks nginx and its like not to hold back what is sent.
      'X-Accel-Buffering': 'no',
    })
    const reply = c.env?.outgoing as ServerResponse | undefined
    if (c.req.method === 'HEAD' || !reply) return new Response(null, { headers })

    // Past Hono, whose streams do not tell when a client reads too slowly.
    reply.writeHead(200, headers)
    const { clock, eventEncoding: encoding } = stream
    const record = startConnectionRecord(c, request)
    const sink = createEventStreamSink(reply, { encoding, clock, record })
    reply.once('close', stream.subscribe(sink, request, record))
    if (record) recordReplyEnd(reply, record)
    return RESPONSE_ALREADY_SENT
  })
}
