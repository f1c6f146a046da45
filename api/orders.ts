import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { type DelayRange, isRefusal, type Venue } from '../engine/index.ts'
import {
  executedExample,
  Order,
  OrderQuery,
  orderIdExample,
  PendingOrder,
  pendingExample,
  Ticket,
} from './contract.ts'
import { decodeCursor, encodeCursor } from './cursor.ts'
import { latencyOf } from './latency.ts'
import { orderView, pendingView } from './order-view.ts'
import { problem, problemResponses, refuse } from './problems.ts'
import { type ApiEnv, reply, replyHeaders } from './reply.ts'
import { ticketBody } from './ticket-body.ts'
import { noQuery } from './validation.ts'

const tags = ['Orders']

const header = (description: string, example: string) => ({
  description,
  required: true,
  schema: { type: 'string' as const },
  example,
})
const serverTiming = {
  'Server-Timing': header(
    'How long the endpoint waited before it acted, in milliseconds (latency).',
    'latency;dur=437',
  ),
}

const orderIdParam = z.object({
  orderId: z.string().openapi({
    param: { name: 'orderId', in: 'path' },
    description: "The venue's name for the order.",
    example: orderIdExample,
  }),
})

const placeOrder = createRoute({
  method: 'post',
  path: '/orders',
  operationId: 'placeOrder',
  summary: 'Place an order',
  description:
    'Makes a PENDING order of a ticket. It is executed when its execution delay has passed, unless it is cancelled before.',
  tags,
  request: {
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
  responses: {
    201: {
      description: 'The order, PENDING.',
      headers: {
        ...serverTiming,
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
    ),
  },
})

const listOrders = createRoute({
  method: 'get',
  path: '/orders',
  operationId: 'listOrders',
  summary: 'List orders',
  description:
    'Newest first. A client that follows the Link headers sees every order that stood when it began exactly once, however many arrive meanwhile.',
  tags,
  request: { query: OrderQuery },
  responses: {
    200: {
      description: 'A page of orders, newest first.',
      headers: {
        ...serverTiming,
        Link: {
          ...header(
            'The next page (RFC 8288); absent on the last one.',
            '</orders?limit=100&cursor=YmVmb3JlOjQy>; rel="next"',
          ),
          required: false,
        },
      },
      content: { 'application/json': { schema: z.array(Order), example: [executedExample] } },
    },
    ...problemResponses('/orders'),
  },
})

const readOrder = createRoute({
  method: 'get',
  path: '/orders/{orderId}',
  operationId: 'readOrder',
  summary: 'Read one order',
  tags,
  request: { params: orderIdParam },
  responses: {
    200: {
      description: 'The order as it stands.',
      headers: { ...serverTiming, ETag: header("The order's version, quoted.", '"2"') },
      content: { 'application/json': { schema: Order, example: executedExample } },
    },
    ...problemResponses('/orders/unknown-order', 'ORDER_NOT_FOUND'),
  },
})

const cancelOrder = createRoute({
  method: 'delete',
  path: '/orders/{orderId}',
  operationId: 'cancelOrder',
  summary: 'Cancel an order',
  description: 'Only a PENDING order can be cancelled. It is then CANCELLED for ever and readable.',
  tags,
  request: { params: orderIdParam },
  responses: {
    204: { description: 'The order is CANCELLED.', headers: serverTiming },
    ...problemResponses(
      `/orders/${orderIdExample}`,
      'ORDER_NOT_FOUND',
      'ORDER_ALREADY_EXECUTED',
      'ORDER_ALREADY_CANCELLED',
    ),
  },
})

/** Adds the four order endpoints to an app. Each waits its latency, then acts and answers at once. */
export function addOrderRoutes(app: OpenAPIHono<ApiEnv>, venue: Venue, latency: DelayRange): void {
  const waits = (endpoint: string) => latencyOf(venue, latency, endpoint)

  app.openapi(
    { ...placeOrder, middleware: [waits('POST /orders'), noQuery, ticketBody] },
    async (c) => {
      const order = await venue.place(c.req.valid('json'))
      if (isRefusal(order)) return refuse(c, order)
      return reply(c, 201, pendingView(order), { Location: `/orders/${order.orderId}` })
    },
  )

  app.openapi({ ...listOrders, middleware: waits('GET /orders') }, (c) => {
    const { cursor, ...query } = c.req.valid('query')
    const before = cursor === undefined ? undefined : decodeCursor(cursor)
    if (cursor !== undefined && before === undefined) {
      const errors = [{ pointer: '/cursor', message: 'must be taken from a Link header' }]
      return problem(c, 'INVALID_REQUEST', 'The cursor is none of ours.', { errors })
    }
    const { orders, next } = venue.list({ ...query, before })
    if (next === undefined) return reply(c, 200, orders.map(orderView))

    const nextPage = new URL(c.req.url)
    nextPage.searchParams.set('cursor', encodeCursor(next))
    const link = `<${nextPage.pathname}${nextPage.search}>; rel="next"`
    return reply(c, 200, orders.map(orderView), { Link: link })
  })

  app.openapi({ ...readOrder, middleware: [waits('GET /orders/{orderId}'), noQuery] }, (c) => {
    const order = venue.find(c.req.valid('param').orderId)
    if (isRefusal(order)) return refuse(c, order)
    return reply(c, 200, orderView(order), { ETag: `"${order.version}"` })
  })

  app.openapi(
    { ...cancelOrder, middleware: [waits('DELETE /orders/{orderId}'), noQuery] },
    async (c) => {
      const order = await venue.cancel(c.req.valid('param').orderId)
      if (isRefusal(order)) return refuse(c, order)
      return new Response(null, { status: 204, headers: replyHeaders(c) })
    },
  )
}
