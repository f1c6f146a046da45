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
  description: `The messages of \`/ws\` as Server-Sent Events, for an EventSource or \`curl -N\`. The \`data\` of each event is one message and its \`id\` is \`<position>@<Log-Id>\`; events have no name. The stream sends \`caught-up\` where history ends, also without \`from\`. This gives the client an id to resume from before the first change.

**Resuming.** After a broken connection, an EventSource reconnects after a second, sends the last id that it received (\`Last-Event-ID\`, or \`lastEventId\` in the query), and gets every later message once. If the log was replaced meanwhile, by a reset or a new platform process, the request is refused (409 \`LOG_CHANGED\`). An EventSource then closes with an \`error\`. Some libraries retry until the application closes them.

**Swagger UI cannot show this endpoint:** it waits forever, because the reply never ends. Use \`curl -N\` or an EventSource instead.

**Slow clients.** The server breaks the connection of a client that leaves more than 1 MiB unread (\`MAX_UNREAD_BYTES\`), or reads nothing for 15 s while data waits for it. A comment every 15 s keeps an idle connection open.`,
  tags: ['Stream'],
  request: { query: EventQuery, headers: LastEventIdHeaders },
  responses: {
    200: {
      description: 'An endless stream of events (HTML standard, section 9.2).',
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

/** Adds the stream as Server-Sent Events. */
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
      // Makes nginx and similar proxies pass events on without buffering.
      'X-Accel-Buffering': 'no',
    })
    const reply = c.env?.outgoing
    if (c.req.method === 'HEAD' || !reply) return new Response(null, { headers })

    // Writes to the response directly, because Hono's streams give no sign of a slow client.
    reply.writeHead(200, headers)
    const { clock, eventEncoding: encoding } = stream
    const record = startConnectionRecord(c, request)
    const sink = createEventStreamSink(reply, { encoding, clock, record })
    reply.once('close', stream.subscribe(sink, request, record))
    if (record) recordReplyEnd(reply, record)
    return RESPONSE_ALREADY_SENT
  })
}
