import type { OpenAPIHono } from '@hono/zod-openapi'
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
export function addOrderRoutes(app: OpenAPIHono<ApiEnv>): void {
  addPlaceOrder(app, ...oncePerKey(latencyOf('POST /orders'), ticketBody))
  addListOrders(app, latencyOf('GET /orders'))
  addReadOrder(app, latencyOf('GET /orders/{orderId}'))
  addCancelOrder(app, ...oncePerKey(latencyOf('DELETE /orders/{orderId}')))
  addCancelOrders(app, ...oncePerKey(latencyOf('DELETE /orders')))
}
