import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context, MiddlewareHandler } from 'hono'
import { executedExample, Order } from '../contract/orders.ts'
import { ListOrdersQuery } from '../contract/queries.ts'
import { compose } from '../http/compose.ts'
import { failureProblems } from '../http/failure.ts'
import { minLogPosition, minLogPositionHeader } from '../http/min-log-position.ts'
import { nextPage } from '../http/next-page.ts'
import { describeRoute, link, orderReply, ordersTag } from '../http/openapi-parts.ts'
import { problemResponses } from '../http/problems.ts'
import { type ApiEnv, reply } from '../http/reply.ts'
import { type Command, runCommand } from '../http/run-command.ts'
import { beyondTheEnd, refuseInvalid } from '../http/validation.ts'
import { orderView } from '../views/order-view.ts'
import { decodeCursor, encodeCursor } from './cursor.ts'

const listOrders = createRoute({
  method: 'get',
  path: '/orders',
  operationId: 'listOrders',
  summary: 'List orders, as of now or of any position',
  description:
    'Newest first. A client that follows the Link headers sees every order that stood when it began exactly once, however many arrive meanwhile. With `orderStatus` the further pages are as of the position of the first (`at`), as orders leave such a listing all the time.',
  tags: ordersTag,
  request: { query: ListOrdersQuery, headers: z.object(minLogPositionHeader) },
  responses: {
    200: {
      description: 'A page of orders, newest first.',
      headers: {
        ...orderReply,
        Link: link('</orders?limit=100&cursor=YmVmb3JlOjQy>; rel="next"'),
      },
      content: { 'application/json': { schema: z.array(Order), example: [executedExample] } },
    },
    ...problemResponses('/orders', 'BEHIND', ...failureProblems),
  },
})

interface Listing {
  readonly query: z.infer<typeof ListOrdersQuery>
  /** Where it starts; undefined at its beginning. */
  readonly start: number | undefined
}

const listing = {
  endpoint: 'GET /orders',
  subjectOf: ({ query: { symbol, clientOrderId } }) => ({ symbol, clientOrderId }),
  run(c, { query, start }) {
    const { venue } = c.get('hosted')
    const { orders, next } = venue.list({ ...query, before: start })
    const position = query.orderStatus && venue.position
    return reply(c, 200, orders.map(orderView), further(c, next, query.at ?? position))
  },
} satisfies Command<Listing>

/** Adds the listing of orders; `latency` is what a request waits through first. */
export function addListOrders(app: OpenAPIHono<ApiEnv>, latency: MiddlewareHandler<ApiEnv>): void {
  app.openapi(
    { ...describeRoute(app, listOrders, 'query'), middleware: compose(latency, minLogPosition) },
    (c) => {
      const query = c.req.valid('query')
      const { cursor } = query
      const start = cursor === undefined ? undefined : decodeCursor(cursor)
      if (cursor !== undefined && start === undefined) {
        return refuseInvalid(c, [{ path: ['cursor'], message: 'must be taken from a Link header' }])
      }
      const fault = beyondTheEnd(c.get('hosted').venue, 'at', query.at)
      if (fault) return refuseInvalid(c, [fault])
      return runCommand(c, listing, { query, start })
    },
  )
}

/** Says where the listing goes on, if it does. */
const further = (c: Context, next: number | undefined, at: number | undefined) =>
  next === undefined ? {} : { Link: nextPage(c, { cursor: encodeCursor(next), at }) }
