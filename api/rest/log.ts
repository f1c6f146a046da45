import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { executedEventExample, OrderEvent, placedEventExample } from '../contract/orders.ts'
import { LogQuery } from '../contract/queries.ts'
import { minLogPosition, minLogPositionHeaders } from '../http/min-log-position.ts'
import { nextPage } from '../http/next-page.ts'
import { describeRoute, jsonReply, link } from '../http/openapi-parts.ts'
import { problemResponses } from '../http/problems.ts'
import { type ApiEnv, reply } from '../http/reply.ts'
import { beyondTheEnd, refuseInvalid } from '../http/validation.ts'
import { eventView } from '../views/event-view.ts'

const readLog = createRoute({
  method: 'get',
  path: '/log',
  operationId: 'readLog',
  summary: 'Read the log',
  description:
    'Every event of the venue, oldest first. The log is the source of truth: all orders are derived from it. This endpoint has no latency.',
  tags: ['Log'],
  request: { query: LogQuery, headers: z.object(minLogPositionHeaders) },
  responses: {
    200: jsonReply(
      'A page of events, oldest first.',
      z.array(OrderEvent),
      [placedEventExample, executedEventExample],
      { Link: link('</log?limit=100&from=100>; rel="next"') },
    ),
    ...problemResponses('/log', 'LOG_CHANGED', 'BEHIND'),
  },
})

/** Adds `GET /log`. */
export function addLogRoute(app: OpenAPIHono<ApiEnv>): void {
  app.openapi({ ...describeRoute(app, readLog, 'query'), middleware: minLogPosition }, (c) => {
    c.set('showsLog', true)
    const { venue } = c.get('hosted')
    const { from, limit } = c.req.valid('query')
    const issue = beyondTheEnd(venue, 'from', from)
    if (issue) return refuseInvalid(c, [issue])
    const events = venue.events(from, limit)
    const end = from + events.length
    const more = end < venue.position ? { Link: nextPage(c, { from: end }) } : {}
    return reply(c, 200, events.map(eventView), more)
  })
}
