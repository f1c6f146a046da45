import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context, MiddlewareHandler } from 'hono'
import { isRefusal, type Order } from '../../engine/index.ts'
import { orderIdExample, PendingOrder, pendingExample, Ticket } from '../contract/orders.ts'
import { PlaceQuery } from '../contract/queries.ts'
import { failureProblems } from '../http/failure.ts'
import { keyProblems, replayable } from '../http/idempotency.ts'
import { keyHeader } from '../http/idempotency-key.ts'
import { recordEffects } from '../http/journal-notes.ts'
import { describeRoute, header, orderReply, ordersTag } from '../http/openapi-parts.ts'
import { problemResponses, refuse } from '../http/problems.ts'
import { type ApiEnv, reply } from '../http/reply.ts'
import { type Command, runCommand } from '../http/run-command.ts'
import { parseOptionalQuery } from '../http/validation.ts'
import { pendingView } from '../views/order-view.ts'
import type { outcomeHeaderParameter } from './outcome-header.ts'

const placeOrder = createRoute({
  method: 'post',
  path: '/orders',
  operationId: 'placeOrder',
  summary: 'Place an order, or only check a ticket',
  description:
    'Makes a PENDING order of a ticket. It is executed when its execution delay has passed, unless it is cancelled before. With `dryRun=true` the answer is the order that would be, if nobody is quicker, and nothing is recorded.',
  tags: ordersTag,
  request: {
    query: PlaceQuery,
    headers: z.object(keyHeader),
    body: {
      required: true,
      content: {
        'application/json': {
          schema: Ticket,
          example: { symbol: 'EURUSD', side: 'BUY', quantity: 1000 },
        },
      },
    },
  },
  responses: replayable({
    200: {
      description: 'The order that would be (`dryRun=true`); nothing is recorded.',
      headers: orderReply,
      content: { 'application/json': { schema: PendingOrder, example: pendingExample } },
    },
    201: {
      description: 'The order, PENDING.',
      headers: {
        ...orderReply,
        Location: header('Where to read the order.', `/orders/${orderIdExample}`),
      },
      content: { 'application/json': { schema: PendingOrder, example: pendingExample } },
    },
    ...problemResponses(
      '/orders',
      'MALFORMED_JSON',
      'DUPLICATE_CLIENT_ORDER_ID',
      'BODY_TOO_LARGE',
      'UNSUPPORTED_MEDIA_TYPE',
      ...keyProblems,
      ...failureProblems,
    ),
  }),
})

const placing = {
  endpoint: 'POST /orders',
  subjectOf: ({ symbol, clientOrderId }) => ({ symbol, clientOrderId }),
  async run(c, ticket) {
    const { venue } = c.get('hosted')
    const order = await recordEffects(c, venue.position, venue.place(ticket, c.get('outcome')))
    if (isRefusal(order)) return refuse(c, order)
    return reply(c, 201, pendingView(order), { Location: placeOf(c, order) })
  },
} satisfies Command<Ticket>

/**
 * Adds the placing of orders; `before` is what a request goes through first, and `further` what a ticket
 * may say besides by its header.
 */
export function addPlaceOrder(
  app: OpenAPIHono<ApiEnv>,
  before: MiddlewareHandler<ApiEnv>[],
  further: Partial<typeof outcomeHeaderParameter>,
): void {
  const headers = placeOrder.request.headers.extend(further)
  const route = { ...placeOrder, request: { ...placeOrder.request, headers } }
  app.openapi({ ...describeRoute(app, route, 'body'), middleware: before }, (c) => {
    const ticket = c.req.valid('json')
    if (c.get('isDryRun')) {
      const preview = c.get('hosted').venue.preview(ticket)
      return isRefusal(preview) ? refuse(c, preview) : reply(c, 200, pendingView(preview))
    }
    return runCommand(c, placing, ticket)
  })
}

/** Checks the query before the body is read, so that a client which waits for `100 Continue` sends none in vain. */
export const placeQuery: MiddlewareHandler<ApiEnv> = (c, next) => {
  const query = parseOptionalQuery(c, PlaceQuery)
  if (query instanceof Response) return Promise.resolve(query)
  c.set('isDryRun', query?.dryRun === 'true')
  return next()
}

/** Where an order is to be read: in the same venue, for one who cannot name it by a header. */
function placeOf(c: Context<ApiEnv>, { orderId }: Order): string {
  const venue = c.req.url.includes('?') ? c.req.query('venue') : undefined
  return `/orders/${orderId}${venue === undefined ? '' : `?venue=${encodeURIComponent(venue)}`}`
}
