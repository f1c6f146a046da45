import { OpenAPIHono } from '@hono/zod-openapi'
import type { Context, Handler, MiddlewareHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { methodNotAllowed } from 'hono/method-not-allowed'
import { shownText } from '../journal/redaction.ts'
import { type Origins, preflightHeaders } from './origins.ts'
import { page } from './page.ts'
import { problem, problemPage } from './problems.ts'
import { type ApiEnv, replyHeaders } from './reply.ts'
import { refuseInvalid, refuseInvalidBody, refuseQuery } from './validation.ts'

/** Hears of an error that no client can be blamed for. */
export type OnBug = (error: Error, request: { method: string; path: string }) => void

/**
 * Begins an app: whatever breaks a schema is refused with a problem. `enter` is what every request
 * goes through first. A middleware that adds a header to every reply does so in `replyHeaders`, or after
 * `next()`. What it sets with `c.header` before `next()` is lost: handlers return Responses of their own.
 */
export function beginApp(origins: Origins, enter: MiddlewareHandler<ApiEnv>): OpenAPIHono<ApiEnv> {
  const app = new OpenAPIHono<ApiEnv>({
    defaultHook(result, c) {
      const found = result.success ? [] : result.error.issues
      if (result.target === 'json') return refuseInvalidBody(c, found)
      if (result.success) return undefined
      const refuse = result.target === 'query' ? refuseQuery : refuseInvalid
      return refuse(c, found)
    },
  })
  app.use((c, next) => {
    c.set('origins', origins)
    return enter(c, next)
  })
  return app
}

/** Ends an app, after its routes: whatever none of them takes, or fails at, is a problem, too. */
export function endApp(app: OpenAPIHono<ApiEnv>, onBug: OnBug): void {
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
    onBug(error, { method: c.req.method, path: shownText(c.req.path) })
    return problem(c, 'INTERNAL_ERROR', 'The platform failed; its log says more.')
  })
}

const problemPagePolicy = { 'img-src': "'self'", 'style-src': "'unsafe-inline'" }

/** Tells a browser what the pages of an origin that is let in may send; OPTIONS stays unknown otherwise. */
const preflight: Handler<ApiEnv> = (c, next) => {
  const asks = c.req.method === 'OPTIONS' && c.req.header('access-control-request-method')
  if (!asks || !c.get('origins').allow(c.req.header('origin') ?? '')) return next()
  return new Response(null, { status: 204, headers: replyHeaders(c, preflightHeaders) })
}

/** Why the body, which the validator has left in the cache, is not JSON: the parser's reason, without any of the body. */
async function whyNotJson(c: Context<ApiEnv>): Promise<string> {
  try {
    JSON.parse(await c.req.text())
    return 'The body could not be read.'
  } catch (error) {
    const message = error instanceof Error ? error.message : ''
    return `The body is not JSON: ${quotesNothing.test(message) ? message : 'Unexpected token'}.`
  }
}

/** Other messages of the parser quote the body, which may hold a secret. */
const quotesNothing =
  /^[^"]* at position \d+(?: \(line \d+ column \d+\))?$|^Unexpected end of JSON input$/
