import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { isRefusal } from '../../engine/index.ts'
import {
  executedEventExample,
  executedExample,
  Order,
  OrderEvent,
  placedEventExample,
} from '../contract/orders.ts'
import { orderIdParam, ReadQuery } from '../contract/queries.ts'
import { compose } from '../http/compose.ts'
import { entityTag } from '../http/entity-tags.ts'
import { failureProblems } from '../http/failure.ts'
import { minLogPosition, minLogPositionHeaders } from '../http/min-log-position.ts'
import { describeRoute, header, jsonReply, orderReply, ordersTag } from '../http/openapi-parts.ts'
import { ifNoneMatchHeader, isUnchanged } from '../http/preconditions.ts'
import { problemResponses, refuse } from '../http/problems.ts'
import { type ApiEnv, reply, replyHeaders } from '../http/reply.ts'
import { type Command, runCommand } from '../http/run-command.ts'
import { beyondTheEnd, parseOptionalQuery, refuseInvalid, rejectQuery } from '../http/validation.ts'
import { eventView } from '../views/event-view.ts'
import { orderView } from '../views/order-view.ts'
import { latencyOf } from './latency.ts'
import { orderSubject } from './order-subject.ts'

const headers = { ...orderReply, ETag: header("The order's version, quoted.", '"2"') }

const readOrder = createRoute({
  method: 'get',
  path: '/orders/{orderId}',
  operationId: 'readOrder',
  summary: 'Read one order, now or as of a position',
  tags: ordersTag,
  request: {
    params: orderIdParam,
    query: ReadQuery,
    headers: z.object({ ...minLogPositionHeaders, ...ifNoneMatchHeader }),
  },
  responses: {
    200: jsonReply('The order, now or as of the position `at`.', Order, executedExample, headers),
    304: { description: 'The order still has the version in `If-None-Match`.', headers },
    ...problemResponses(
      '/orders/unknown-order',
      'ORDER_NOT_FOUND',
      'LOG_CHANGED',
      'BEHIND',
      ...failureProblems,
    ),
  },
})

export function addReadOrder(app: OpenAPIHono<ApiEnv>): void {
  const middleware = compose(latencyOf(reading.endpoint), minLogPosition)
  app.openapi({ ...describeRoute(app, readOrder), middleware }, (c) => {
    const query = parseOptionalQuery(c, ReadQuery)
    if (query instanceof Response) return query
    const issue = beyondTheEnd(c.get('hosted').venue, 'at', query?.at)
    if (issue) {
      // It states the end of the log.
      c.set('showsLog', true)
      return refuseInvalid(c, [issue])
    }
    return runCommand(c, reading, { orderId: c.req.param('orderId'), at: query?.at })
  })
}

interface Reading {
  readonly orderId: string
  readonly at: number | undefined
}

const reading = {
  endpoint: 'GET /orders/{orderId}',
  subjectOf: ({ orderId }, venue) => orderSubject(orderId, venue),
  run(c, { orderId, at }) {
    const order = c.get('hosted').venue.find(orderId, at)
    if (isRefusal(order)) return refuse(c, order)
    const ETag = entityTag(order.version)
    const unchanged = isUnchanged(c, order.version)
    if (unchanged instanceof Response) return unchanged
    if (unchanged) return new Response(null, { status: 304, headers: replyHeaders(c, { ETag }) })
    return reply(c, 200, orderView(order), { ETag })
  },
} satisfies Command<Reading>

const readHistory = createRoute({
  method: 'get',
  path: '/orders/{orderId}/events',
  operationId: 'readOrderEvents',
  summary: 'Read the events of one order',
  tags: ordersTag,
  request: { params: orderIdParam, headers: z.object(minLogPositionHeaders) },
  responses: {
    200: jsonReply('The events of the order, oldest first.', z.array(OrderEvent), [
      placedEventExample,
      executedEventExample,
    ]),
    ...problemResponses('/orders/unknown-order/events', 'ORDER_NOT_FOUND', 'LOG_CHANGED', 'BEHIND'),
  },
})

export function addReadHistory(app: OpenAPIHono<ApiEnv>): void {
  app.openapi(
    { ...describeRoute(app, readHistory), middleware: [rejectQuery, minLogPosition] },
    (c) => {
      c.set('showsLog', true)
      const { venue } = c.get('hosted')
      const events = venue.history(c.req.param('orderId'))
      if (isRefusal(events)) return refuse(c, events)
      return reply(c, 200, events.map(eventView))
    },
  )
}
