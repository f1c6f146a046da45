import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context, MiddlewareHandler } from 'hono'
import { isRefusal, type Order } from '../../engine/index.ts'
import { orderIdExample, PendingOrder, pendingExample, Ticket } from '../contract/orders.ts'
import { PlaceQuery } from '../contract/queries.ts'
import { failureProblems } from '../http/failure.ts'
import { keyHeader, keyProblems, oncePerKey, replayable } from '../http/idempotency.ts'
import { bodyBytes, recordEffects, tellOf } from '../http/journal-notes.ts'
import { announcedBytes, countBytes, readJson, refuseBody } from '../http/json-body.ts'
import {
  describeRoute,
  header,
  jsonContent,
  jsonReply,
  orderReply,
  ordersTag,
} from '../http/openapi-parts.ts'
import { problem, problemResponses, refuse } from '../http/problems.ts'
import { type ApiEnv, reply } from '../http/reply.ts'
import { requestHeaders } from '../http/request-headers.ts'
import { type Command, runCommand } from '../http/run-command.ts'
import { parseOptionalQuery } from '../http/validation.ts'
import { pendingView } from '../views/order-view.ts'
import { latencyOf } from './latency.ts'
import { outcomeHeader, outcomeHeaderParameter } from './outcome-header.ts'

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
      content: jsonContent(Ticket, { symbol: 'EURUSD', side: 'BUY', quantity: 1000 }),
    },
  },
  responses: replayable({
    200: jsonReply(
      'The order that the ticket would create (`dryRun=true`). Nothing is recorded.',
      PendingOrder,
      pendingExample,
      orderReply,
    ),
    201: jsonReply('The PENDING order.', PendingOrder, pendingExample, {
      ...orderReply,
      Location: header('The path of the order.', `/orders/${orderIdExample}`),
    }),
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

export function addPlaceOrder(
  app: OpenAPIHono<ApiEnv>,
  { outcomeHeaders }: PlaceOrderOptions,
): void {
  const headers = placeOrder.request.headers.extend(outcomeHeaders ? outcomeHeaderParameter : {})
  const route = { ...placeOrder, request: { ...placeOrder.request, headers } }
  // The body last: a client that waits for `100 Continue` sends none if another check fails.
  const checks = [...(outcomeHeaders ? [outcomeHeader] : []), placeQuery, ticketBody]
  const middleware = oncePerKey(latencyOf(placing.endpoint), ...checks)
  app.openapi({ ...describeRoute(app, route), middleware }, async (c) => {
    const ticket = await readJson(c, Ticket)
    if (ticket instanceof Response) return ticket
    if (c.get('isDryRun')) {
      c.set('showsLog', true)
      const preview = c.get('hosted').venue.preview(ticket)
      return isRefusal(preview) ? refuse(c, preview) : reply(c, 200, pendingView(preview))
    }
    return runCommand(c, placing, ticket)
  })
}

const placeQuery: MiddlewareHandler<ApiEnv> = (c, next) => {
  const query = parseOptionalQuery(c, PlaceQuery)
  if (query instanceof Response) return Promise.resolve(query)
  c.set('isDryRun', query?.dryRun === 'true')
  return next()
}

const maxBytes = 16 * 1024
const limitBytes = countBytes(maxBytes)

/** Refuses a request without a body, or with one that is too large or not JSON in UTF-8. */
const ticketBody: MiddlewareHandler<ApiEnv> = (c, next) => {
  const bytes = announcedBytes(requestHeaders(c))
  if (bytes === 0) {
    const errors = [{ pointer: '', message: 'must be a ticket' }]
    return Promise.resolve(problem(c, 'INVALID_REQUEST', 'The request has no body.', { errors }))
  }
  const refusal = refuseBody(c, maxBytes)
  if (refusal) return Promise.resolve(refusal)
  const recordAndContinue = () => {
    // Before the text is read, because the journal keeps the bytes.
    if (c.get('entry')) void bodyBytes(c)
    return next()
  }
  return bytes === undefined ? limitBytes(c, recordAndContinue) : recordAndContinue()
}

const placing = {
  endpoint: 'POST /orders',
  subjectOf: ({ symbol, clientOrderId }) => ({ symbol, clientOrderId }),
  run(c, ticket) {
    const order = recordEffects(c, (venue) => venue.place(ticket, c.get('outcome'), tellOf(c)))
    if (isRefusal(order)) return refuse(c, order)
    return reply(c, 201, pendingView(order), { Location: locationOf(c, order) })
  },
} satisfies Command<Ticket>

/** The path of an order. It names the venue in its query if the request did. */
function locationOf(c: Context<ApiEnv>, { orderId }: Order): string {
  const venue = c.req.url.includes('?') ? c.req.query('venue') : undefined
  return `/orders/${orderId}${venue === undefined ? '' : `?venue=${encodeURIComponent(venue)}`}`
}
