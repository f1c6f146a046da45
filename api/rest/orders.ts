import type { OpenAPIHono } from '@hono/zod-openapi'
import { compose } from '../http/compose.ts'
import { oncePerKey } from '../http/idempotency.ts'
import type { ApiEnv } from '../http/reply.ts'
import { addCancelOrder } from './cancel-order.ts'
import { addCancelOrders } from './cancel-orders.ts'
import { latencyOf } from './latency.ts'
import { addListOrders } from './list-orders.ts'
import { outcomeHeader, outcomeHeaderParameter } from './outcome-header.ts'
import { addPlaceOrder, placeQuery } from './place-order.ts'
import { addReadOrder } from './read-order.ts'
import { ticketBody } from './ticket-body.ts'

export interface OrderOptions {
  /** Whether a placement may decide the outcome of its order by the header `Outcome`. */
  readonly outcomeHeaders?: boolean | undefined
}

/** Adds the order endpoints to an app. Each waits its latency, then acts and replies. */
export function addOrderRoutes(
  app: OpenAPIHono<ApiEnv>,
  { outcomeHeaders }: OrderOptions = {},
): void {
  // The body last: no client should send a body (`100 Continue`) if its headers or query are invalid.
  const checks = [...(outcomeHeaders ? [outcomeHeader] : []), compose(placeQuery, ticketBody)]
  const before = oncePerKey(latencyOf('POST /orders'), ...checks)
  addPlaceOrder(app, before, outcomeHeaders ? outcomeHeaderParameter : {})
  addListOrders(app, latencyOf('GET /orders'))
  addReadOrder(app, latencyOf('GET /orders/{orderId}'))
  addCancelOrder(app, ...oncePerKey(latencyOf('DELETE /orders/{orderId}')))
  addCancelOrders(app, ...oncePerKey(latencyOf('DELETE /orders')))
}
