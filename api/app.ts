import type { OpenAPIHono } from '@hono/zod-openapi'
import { addLanding } from './console/landing.ts'
import { addAsyncApi } from './description/asyncapi.ts'
import { addOpenApi, openApiDocument } from './description/openapi.ts'
import { addSwaggerUi } from './description/swagger-ui.ts'
import type { Addresses } from './http/addresses.ts'
import { beginApp, endApp, type OnBug } from './http/base-app.ts'
import { addHealth, type DescribeCluster } from './http/health.ts'
import { logReplies, type OnReply } from './http/log-replies.ts'
import type { Origins } from './http/origins.ts'
import type { ApiEnv } from './http/reply.ts'
import { resolveVenue } from './http/resolve-venue.ts'
import { addLogRoute } from './rest/log.ts'
import { addOrderRoutes } from './rest/orders.ts'
import type { PlaceOrderOptions } from './rest/place-order.ts'
import { addEventRoute } from './stream/server-sent-events.ts'
import { addStreamRoute } from './stream/web-socket.ts'
import type { Venues } from './venues/venues.ts'

export interface AppOptions extends PlaceOrderOptions {
  readonly venues: Venues
  readonly origins: Origins
  readonly addresses: Addresses
  /** Called for every reply, even if its connection breaks before it is sent. */
  readonly onReply?: OnReply
  readonly onBug: OnBug
  /** Of a platform of several nodes: what this one knows of them. */
  readonly describeCluster?: DescribeCluster | undefined
}

/** Creates the trading API: REST, stream and descriptions. It does not listen yet. */
export function createApp({
  venues,
  origins,
  addresses,
  onReply,
  onBug,
  describeCluster,
  ...orders
}: AppOptions): OpenAPIHono<ApiEnv> {
  const findVenue = resolveVenue(venues)
  const app = beginApp(origins, onReply ? logReplies(onReply, findVenue) : findVenue)
  addOrderRoutes(app, orders)
  addLogRoute(app)
  addStreamRoute(app)
  addEventRoute(app)
  addHealth(app, describeCluster)
  addOpenApi(app, orders.outcomeHeaders ? 'trading with Outcome' : 'trading', openApiDocument)
  addAsyncApi(app)
  addSwaggerUi(app, 'papertape')
  addLanding(app, addresses)

  endApp(app, onBug)
  return app
}
