import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { executedExample, Order } from '../contract/orders.ts'
import { ListOrdersQuery } from '../contract/queries.ts'
import { compose } from '../http/compose.ts'
import { failureProblems } from '../http/failure.ts'
import { minLogPosition, minLogPositionHeaders } from '../http/min-log-position.ts'
import { nextPage } from '../http/next-page.ts'
import { describeRoute, jsonReply, link, orderReply, ordersTag } from '../http/openapi-parts.ts'
import { problemResponses } from '../http/problems.ts'
import { type ApiEnv, reply } from '../http/reply.ts'
import { type Command, runCommand } from '../http/run-command.ts'
import { beyondTheEnd, refuseInvalid } from '../http/validation.ts'
import { orderView } from '../views/order-view.ts'
import { latencyOf } from './latency.ts'

const listOrders = createRoute({
  method: 'get',
  path: '/orders',
  operationId: 'listOrders',
  summary: 'List orders, now or as of a position',
  description:
    'Newest first. Follow the `Link` headers to see every order that existed at the first page exactly once, however many arrive meanwhile. With `orderStatus`, later pages use the log position of the first page (`at`), because statuses change.',
  tags: ordersTag,
  request: { query: ListOrdersQuery, headers: z.object(minLogPositionHeaders) },
  responses: {
    200: jsonReply('A page of orders, newest first.', z.array(Order), [executedExample], {
      ...orderReply,
      Link: link('</orders?limit=100&cursor=YmVmb3JlOjQy>; rel="next"'),
    }),
    ...problemResponses('/orders', 'LOG_CHANGED', 'BEHIND', ...failureProblems),
  },
})

export function addListOrders(app: OpenAPIHono<ApiEnv>): void {
  const middleware = compose(latencyOf(listing.endpoint), minLogPosition)
  app.openapi({ ...describeRoute(app, listOrders, 'query'), middleware }, (c) => {
    const query = c.req.valid('query')
    const { cursor } = query
    const start = cursor === undefined ? undefined : decodeCursor(cursor)
    if (cursor !== undefined && start === undefined) {
      return refuseInvalid(c, [{ path: ['cursor'], message: 'must come from a Link header' }])
    }
    const issue = beyondTheEnd(c.get('hosted').venue, 'at', query.at)
    if (issue) {
      // It states the end of the log.
      c.set('showsLog', true)
      return refuseInvalid(c, [issue])
    }
    return runCommand(c, listing, { query, start })
  })
}

interface Listing {
  readonly query: z.infer<typeof ListOrdersQuery>
  /** The decoded cursor; undefined on the first page. */
  readonly start: number | undefined
}

const listing = {
  endpoint: 'GET /orders',
  subjectOf: ({ query: { symbol, clientOrderId } }) => ({ symbol, clientOrderId }),
  run(c, { query, start }) {
    const { venue } = c.get('hosted')
    const { orders, next } = venue.list({ ...query, before: start })
    const position = query.orderStatus && venue.position
    return reply(c, 200, orders.map(orderView), nextLink(c, next, query.at ?? position))
  },
} satisfies Command<Listing>

/** The Link to the next page, if there is one. */
const nextLink = (c: Context, next: number | undefined, at: number | undefined) =>
  next === undefined ? {} : { Link: nextPage(c, { cursor: encodeCursor(next), at }) }

/** Encodes where the next page starts. It is opaque to clients, so the format may change. */
const encodeCursor = (before: number): string =>
  Buffer.from(`before:${before}`).toString('base64url')

/** Decodes a cursor. Returns undefined for anything that `encodeCursor` did not produce. */
function decodeCursor(cursor: string): number | undefined {
  const before = /^before:(\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString())?.[1]
  if (before === undefined || encodeCursor(Number(before)) !== cursor) return undefined
  return Number(before)
}
