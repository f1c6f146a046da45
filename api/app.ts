import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import type { Context, Handler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { methodNotAllowed } from 'hono/method-not-allowed'
import { Health } from './contract.ts'
import { addAsyncApi } from './description/asyncapi.ts'
import { addOpenApi } from './description/openapi.ts'
import { addSwaggerUi } from './description/swagger-ui.ts'
import { everyReply } from './http/described.ts'
import { type Origins, preflightHeaders } from './http/origins.ts'
import { page } from './http/page.ts'
import { problem, problemPage, problemResponses } from './http/problems.ts'
import { type ApiEnv, reply, replyHeaders } from './http/reply.ts'
import { noQuery, refuseInvalid } from './http/validation.ts'
import { addLogRoute } from './rest/log.ts'
import { addOrderRoutes } from './rest/orders.ts'
import { addEventRoute } from './stream/server-sent-events.ts'
import { addStreamRoute } from './stream/web-socket.ts'
import { admitTo } from './venues/admit.ts'
import type { Venues } from './venues/venues.ts'

export interface AppOptions {
  readonly venues: Venues
  readonly origins: Origins
  /** Hears of every reply; left out, nobody does. */
  readonly onReply?: (reply: { method: string; path: string; status: number }) => void
  /** Hears of an error that no client can be blamed for. */
  readonly onBug: (error: Error, request: { method: string; path: string }) => void
}

/** Creates the HTTP face of venues. Nothing listens yet. */
export function createApp({ venues, origins, onReply, onBug }: AppOptions): OpenAPIHono<ApiEnv> {
  const app = new OpenAPIHono<ApiEnv>({
    defaultHook: (result, c) =>
      result.success ? undefined : refuseInvalid(c, result.error.issues),
  })

  app.use((c, next) => {
    c.set('origins', origins)
    return next()
  })
  if (onReply) {
    app.use(async (c, next) => {
      await next()
      onReply({ method: c.req.method, path: c.req.path, status: c.res.status })
    })
  }
  app.use(admitTo(venues))
  addOrderRoutes(app)
  addLogRoute(app)
  addStreamRoute(app)
  addEventRoute(app)
  app.openapi({ ...health, middleware: noQuery }, (c) => reply(c, 200, { status: 'ok' }))
  addOpenApi(app)
  addAsyncApi(app)
  addSwaggerUi(app)
  app.get('/problems/:name', page(problemPagePolicy), (c) => {
    const text = problemPage(c.req.param('name'))
    return text ? c.html(text) : c.notFound()
  })

  // After the routes, so that only a request which none of them took comes this way.
  app.use(preflight)
  app.use(
    methodNotAllowed<ApiEnv>({
      app,
      onMethodNotAllowed: (c, methods) =>
        problem(c, 'METHOD_NOT_ALLOWED', `${c.req.path} knows ${methods.join(', ')}.`, undefined, {
          Allow: methods.join(', '),
        }),
    }),
  )

  app.notFound((c) => problem(c, 'ROUTE_NOT_FOUND', `Nothing is at ${c.req.path}.`))
  app.onError(async (error, c) => {
    // Its client went away in the middle of it: nobody is left to answer, and nothing is broken.
    if (c.req.raw.signal.aborted) return problem(c, 'INVALID_REQUEST', 'The request broke off.')
    if (error instanceof HTTPException && error.status === 400) {
      return problem(c, 'MALFORMED_JSON', await whyNotJson(c))
    }
    if (error instanceof HTTPException && error.status === 415) {
      return problem(c, 'UNSUPPORTED_MEDIA_TYPE', 'The body must be application/json in UTF-8.')
    }
    onBug(error, { method: c.req.method, path: c.req.path })
    return problem(c, 'INTERNAL_ERROR', 'The platform failed; its log says more.')
  })
  return app
}

const health = createRoute({
  method: 'get',
  path: '/health',
  operationId: 'health',
  summary: 'Whether the platform can answer',
  tags: ['Platform'],
  responses: {
    200: {
      description: 'It can.',
      headers: everyReply,
      content: { 'application/json': { schema: Health, example: { status: 'ok' } } },
    },
    ...problemResponses('/health'),
  },
})

const problemPagePolicy = { 'img-src': "'self'", 'style-src': "'unsafe-inline'" }

/** Tells a browser what the pages of an origin that is let in may send; OPTIONS stays unknown otherwise. */
const preflight: Handler<ApiEnv> = (c, next) => {
  const asks = c.req.method === 'OPTIONS' && c.req.header('access-control-request-method')
  if (!asks || !c.get('origins').allow(c.req.header('origin') ?? '')) return next()
  return new Response(null, { status: 204, headers: replyHeaders(c, preflightHeaders) })
}

/** What the JSON parser says of the body, which the validator has read and left in the cache. */
async function whyNotJson(c: Context<ApiEnv>): Promise<string> {
  try {
    JSON.parse(await c.req.text())
    return 'The body could not be read.'
  } catch (error) {
    return `The body is not JSON: ${error instanceof Error ? error.message : error}.`
  }
}
