import type { ServerResponse } from 'node:http'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { everyReply } from '../http/described.ts'
import { problemResponses } from '../http/problems.ts'
import { type ApiEnv, replyHeaders } from '../http/reply.ts'
import { hearingOf } from '../journal/note.ts'
import { StreamQuery, streamExamples } from '../stream-contract.ts'
import { createEventStreamSink, createEventStreamWire } from './event-stream-sink.ts'
import { LastEventId } from './last-event-id.ts'
import { overhearReply } from './overhear.ts'
import { readInterest, refuseInterest } from './read-interest.ts'

const eventsPath = '/events'

const lastEventId = z.object({
  'Last-Event-ID': LastEventId.optional().openapi({
    param: { name: 'Last-Event-ID', in: 'header' },
    description:
      'What was heard last, as an EventSource that comes back sends it: its position counts as `from`, and its log as `log`, and for more than what the URL says. A position alone will do where the log is surely the same, or the URL names it.',
  }),
})

const exampleMessage = streamExamples.order.value
const exampleWire = createEventStreamWire(streamExamples['caught-up'].value.log)
const exampleEvents =
  exampleWire.begin(exampleMessage.position - 1) +
  exampleWire.encode([{ position: exampleMessage.position, text: JSON.stringify(exampleMessage) }])

const followEvents = createRoute({
  method: 'get',
  path: eventsPath,
  operationId: 'followEvents',
  summary: 'Follow changes (Server-Sent Events)',
  description: `The stream of \`/ws\`, message for message, for an EventSource of a browser or \`curl -N\`: each event has one message as its \`data\` and the position to resume from as its \`id\`, and no name. An EventSource whose connection broke comes back after a second and hears what it missed.

**Never another log.** A platform that was restarted has another log with the same positions. So behind each event stands one without data, which nobody hears, whose \`id\` names the log as well (\`42@<Log-Id>\`): an EventSource sends it when it comes back, and is refused (409) where the log is another, which ends it with an \`error\`. One who reads the events otherwise and sends a position alone names the log in the URL, \`/events?log=<Log-Id>\`, or cannot tell.

**Not here.** A reply without end is never shown by Swagger UI, which says LOADING until its page is left: listen with \`curl -N\` or an EventSource instead.

A client that leaves more than 1 MiB unread (\`MAX_UNREAD_BYTES\`), or reads nothing for 15 s while something waits for it, is cut off. A comment every 15 s keeps the connection in use.`,
  tags: ['Stream'],
  request: { query: StreamQuery, headers: lastEventId },
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
    const interest = readInterest(venue, searchParams, c.req.header('last-event-id'))
    if ('refused' in interest) return refuseInterest(c, interest)

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
    const { clock, eventWire: wire } = stream
    const hearing = hearingOf(c, interest)
    const sink = createEventStreamSink(reply, { wire, position: interest.after, clock, hearing })
    reply.once('close', stream.subscribe(sink, interest, hearing))
    if (hearing) overhearReply(reply, hearing)
    return RESPONSE_ALREADY_SENT
  })
}
