import type { OpenAPIHono } from '@hono/zod-openapi'
import type { DelayRange, Venue } from '../../engine/index.ts'
import { oncePerKey } from '../http/idempotency.ts'
import type { ApiEnv } from '../http/reply.ts'
import { addCancelOrder } from './cancel-order.ts'
import { addCancelOrders } from './cancel-orders.ts'
import { latencyOf } from './latency.ts'
import { addListOrders } from './list-orders.ts'
import { addPlaceOrder } from './place-order.ts'
import { addReadOrder } from './read-order.ts'
import { ticketBody } from './ticket-body.ts'

/** Adds the order endpoints to an app. Each waits its latency, then acts and answers at once. */
export function addOrderRoutes(app: OpenAPIHono<ApiEnv>, venue: Venue, latency: DelayRange): void {
  const waits = (endpoint: string) => latencyOf(venue, latency, endpoint)
  const once = oncePerKey(venue)

  addPlaceOrder(app, venue, ...once(waits('POST /orders'), ticketBody))
  addListOrders(app, venue, waits('GET /orders'))
  addReadOrder(app, venue, waits('GET /orders/{orderId}'))
  addCancelOrder(app, venue, ...once(waits('DELETE /orders/{orderId}')))
  addCancelOrders(app, venue, ...once(waits('DELETE /orders')))
}
