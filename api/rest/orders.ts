import type { OpenAPIHono } from '@hono/zod-openapi'
import type { ApiEnv } from '../http/reply.ts'
import { addCancelOrder } from './cancel-order.ts'
import { addCancelOrders } from './cancel-orders.ts'
import { addListOrders } from './list-orders.ts'
import { addPlaceOrder, type PlaceOrderOptions } from './place-order.ts'
import { addReadHistory, addReadOrder } from './read-order.ts'

/** Adds the order endpoints to an app. Each but `GET /orders/{orderId}/events` waits its latency first. */
export function addOrderRoutes(app: OpenAPIHono<ApiEnv>, options: PlaceOrderOptions): void {
  addPlaceOrder(app, options)
  addListOrders(app)
  addReadOrder(app)
  addReadHistory(app)
  addCancelOrder(app)
  addCancelOrders(app)
}
