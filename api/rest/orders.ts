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
  /** Whether a ticket may say by a header what is to become of its order. */
  readonly outcomeHeaders?: boolean | undefined
}

/** Adds the order endpoints to an app. Each waits its latency, then acts and answers at once. */
export function addOrderRoutes(
  app: OpenAPIHono<ApiEnv>,
  { outcomeHeaders }: OrderOptions = {},
): void {
  // The body last: no client is asked for one (`100 Continue`) that is refused for its header or query.
  const checks = [...(outcomeHeaders ? [outcomeHeader] : []), compose(placeQuery, ticketBody)]
  const before = oncePerKey(latencyOf('POST /orders'), ...checks)
  addPlaceOrder(app, before, outcomeHeaders ? outcomeHeaderParameter : {})
  addListOrders(app, latencyOf('GET /orders'))
  addReadOrder(app, latencyOf('GET /orders/{orderId}'))
  addCancelOrder(app, ...oncePerKey(latencyOf('DELETE /orders/{orderId}')))
  addCancelOrders(app, ...oncePerKey(latencyOf('DELETE /orders')))
}
