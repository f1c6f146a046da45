import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context, MiddlewareHandler } from 'hono'
import { isRefusal, type Order } from '../../engine/index.ts'
import { orderIdExample, PendingOrder, pendingExample, Ticket } from '../contract/orders.ts'
import { PlaceQuery } from '../contract/queries.ts'
import { compose } from '../http/compose.ts'
import { failureProblems } from '../http/failure.ts'
import { keyProblems, oncePerKey, replayable } from '../http/idempotency.ts'
import { keyHeader } from '../http/idempotency-key.ts'
import { recordEffects } from '../http/journal-notes.ts'
import { describeRoute, header, orderReply, ordersTag } from '../http/openapi-parts.ts'
import { problemResponses, refuse } from '../http/problems.ts'
import { type ApiEnv, reply } from '../http/reply.ts'
import { type Command, runCommand } from '../http/run-command.ts'
import { parseOptionalQuery } from '../http/validation.ts'
import { pendingView } from '../views/order-view.ts'
import { latencyOf } from './latency.ts'
import { outcomeHeader, outcomeHeaderParameter } from './outcome-header.ts'
import { ticketBody } from './ticket-body.ts'

const placeOrder = createRoute({
  method: 'post',
  path: '/orders',
  operationId: 'placeOrder',
  summary: 'Place an order, or check a ticket',
  description:
    'Creates a PENDING order from a ticket. The order is executed after its execution delay, unless it is cancelled before. With `dryRun=true` nothing is recorded: the reply shows the order that the ticket would create if no other request comes first.',
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
      description: 'The order that the ticket would create (`dryRun=true`). Nothing is recorded.',
      headers: orderReply,
      content: { 'application/json': { schema: PendingOrder, example: pendingExample } },
    },
    201: {
      description: 'The PENDING order.',
      headers: {
        ...orderReply,
        Location: header('The path of the order.', `/orders/${orderIdExample}`),
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

export interface PlaceOrderOptions {
  /** Whether the header `Outcome` of a placement sets the outcome of its order. */
  readonly outcomeHeaders?: boolean | undefined
}

/** Adds `POST /orders`. */
export function addPlaceOrder(
  app: OpenAPIHono<ApiEnv>,
  { outcomeHeaders }: PlaceOrderOptions,
): void {
  const headers = placeOrder.request.headers.extend(outcomeHeaders ? outcomeHeaderParameter : {})
  const route = { ...placeOrder, request: { ...placeOrder.request, headers } }
  // The body last, so a client waiting for `100 Continue` sends no body that would be refused.
  const checks = [...(outcomeHeaders ? [outcomeHeader] : []), compose(placeQuery, ticketBody)]
  const middleware = oncePerKey(latencyOf(placing.endpoint), ...checks)
  app.openapi({ ...describeRoute(app, route, 'body'), middleware }, (c) => {
    const ticket = c.req.valid('json')
    if (c.get('isDryRun')) {
      const preview = c.get('hosted').venue.preview(ticket)
      return isRefusal(preview) ? refuse(c, preview) : reply(c, 200, pendingView(preview))
    }
    return runCommand(c, placing, ticket)
  })
}

/** Validates the query. */
const placeQuery: MiddlewareHandler<ApiEnv> = (c, next) => {
  const query = parseOptionalQuery(c, PlaceQuery)
  if (query instanceof Response) return Promise.resolve(query)
  c.set('isDryRun', query?.dryRun === 'true')
  return next()
}

const placing = {
  endpoint: 'POST /orders',
  subjectOf: ({ symbol, clientOrderId }) => ({ symbol, clientOrderId }),
  async run(c, ticket) {
    const { venue } = c.get('hosted')
    const order = await recordEffects(c, venue.position, venue.place(ticket, c.get('outcome')))
    if (isRefusal(order)) return refuse(c, order)
    return reply(c, 201, pendingView(order), { Location: locationOf(c, order) })
  },
} satisfies Command<Ticket>

/** The path of an order. It names the venue in its query if the request did. */
function locationOf(c: Context<ApiEnv>, { orderId }: Order): string {
  const venue = c.req.url.includes('?') ? c.req.query('venue') : undefined
  return `/orders/${orderId}${venue === undefined ? '' : `?venue=${encodeURIComponent(venue)}`}`
}
