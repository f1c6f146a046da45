import type { OpenAPIHono } from '@hono/zod-openapi'
import { addAsyncApi } from './description/asyncapi.ts'
import { addOpenApi, openApiDocument } from './description/openapi.ts'
import { addSwaggerUi } from './description/swagger-ui.ts'
import { admitTo } from './http/admit.ts'
import { beginApp, endApp, type OnBug } from './http/base-app.ts'
import { addHealth } from './http/health.ts'
import type { Origins } from './http/origins.ts'
import type { ApiEnv } from './http/reply.ts'
import { addLogRoute } from './rest/log.ts'
import { addOrderRoutes, type OrderOptions } from './rest/orders.ts'
import { addEventRoute } from './stream/server-sent-events.ts'
import { addStreamRoute } from './stream/web-socket.ts'
import type { Venues } from './venues/venues.ts'

export interface AppOptions extends OrderOptions {
  readonly venues: Venues
  readonly origins: Origins
  /** Hears of every reply; left out, nobody does. */
  readonly onReply?: (reply: { method: string; path: string; status: number }) => void
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
  const app = beginApp(origins)
  if (onReply) {
    app.use(async (c, next) => {
      await next()
      onReply({ method: c.req.method, path: c.req.path, status: c.res.status })
    })
  }
  app.use(admitTo(venues))
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
