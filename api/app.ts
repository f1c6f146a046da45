import type { OpenAPIHono } from '@hono/zod-openapi'
import { addAsyncApi } from './description/asyncapi.ts'
import { addOpenApi, openApiDocument } from './description/openapi.ts'
import { addSwaggerUi } from './description/swagger-ui.ts'
import { beginApp, endApp, type OnBug } from './http/base-app.ts'
import { addHealth } from './http/health.ts'
import { logReplies, type OnReply } from './http/log-replies.ts'
import type { Origins } from './http/origins.ts'
import type { ApiEnv } from './http/reply.ts'
import { resolveVenue } from './http/resolve-venue.ts'
import { addLogRoute } from './rest/log.ts'
import { addOrderRoutes, type OrderOptions } from './rest/orders.ts'
import { addEventRoute } from './stream/server-sent-events.ts'
import { addStreamRoute } from './stream/web-socket.ts'
import type { Venues } from './venues/venues.ts'

export interface AppOptions extends OrderOptions {
  readonly venues: Venues
  readonly origins: Origins
  /** Hears of every reply, and of those that broke off; left out, nobody does. */
  readonly onReply?: OnReply
  readonly onBug: OnBug
}

/** Creates the HTTP face of venues. Nothing listens yet. */
export function createApp({
  venues,
  origins,
  onReply,
  onBug,
  ...orders
}: AppOptions): OpenAPIHono<ApiEnv> {
  const admit = resolveVenue(venues)
  const app = beginApp(origins, onReply ? logReplies(onReply, admit) : admit)
  addOrderRoutes(app, orders)
  addLogRoute(app)
  addStreamRoute(app)
  addEventRoute(app)
  addHealth(app)
  addOpenApi(app, openApiDocument)
  addAsyncApi(app)
  addSwaggerUi(app, 'papertape')

  endApp(app, onBug)
  return app
}
