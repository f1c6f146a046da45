import { OpenAPIHono } from '@hono/zod-openapi'
import type { Handler, MiddlewareHandler } from 'hono'
import { methodNotAllowed } from 'hono/method-not-allowed'
import { CommitFailed } from '../../engine/index.ts'
import { redactText } from '../journal/redaction.ts'
import { notRecorded } from './failure.ts'
import { type Origins, preflightHeaders } from './origins.ts'
import { page } from './page.ts'
import { problemIndex, problemPage } from './problem-pages.ts'
import { problem } from './problems.ts'
import { type ApiEnv, replyHeaders } from './reply.ts'
import { requestHeaders } from './request-headers.ts'
import { refuseInvalid, refuseQuery } from './validation.ts'

/** Called with an unexpected error. */
export type OnBug = (error: Error, request: { method: string; path: string }) => void

/**
 * Creates an app that refuses invalid requests with a problem. `enter` is the first middleware of
 * every request. A header for every reply belongs in `commonHeaders` (reply.ts). A header set with
 * `c.header` before `next()` is lost, because handlers return their own Response.
 */
export function beginApp(origins: Origins, enter: MiddlewareHandler<ApiEnv>): OpenAPIHono<ApiEnv> {
  const app = new OpenAPIHono<ApiEnv>({
    defaultHook(result, c) {
      if (result.success) return undefined
      const refuse = result.target === 'query' ? refuseQuery : refuseInvalid
      return refuse(c, result.error.issues)
    },
  })
  app.use((c, next) => {
    c.set('origins', origins)
    return enter(c, next)
  })
  return app
}

/** Completes an app after its routes: unknown paths, wrong methods and errors become problems. */
export function endApp(app: OpenAPIHono<ApiEnv>, onBug: OnBug): void {
  app.get('/problems', page(problemPagePolicy), (c) => c.html(problemIndex()))
  app.get('/problems/:name', page(problemPagePolicy), (c) => {
    const text = problemPage(c.req.param('name'))
    return text ? c.html(text) : c.notFound()
  })

  // After the routes, so that only unmatched requests get here.
  app.use(preflight)
  app.use(
    methodNotAllowed<ApiEnv>({
      app,
      onMethodNotAllowed(c, methods) {
        const Allow = methods.join(', ')
        const detail = `${c.req.path} supports ${Allow}.`
        return problem(c, 'METHOD_NOT_ALLOWED', detail, undefined, { Allow })
      },
    }),
  )

  app.notFound((c) => problem(c, 'ROUTE_NOT_FOUND', `There is nothing at ${c.req.path}.`))
  app.onError((error, c) => {
    // The client disconnected during the request. It receives no reply, and this is no bug.
    if (c.req.raw.signal.aborted) {
      return problem(c, 'INVALID_REQUEST', 'The client disconnected during the request.')
    }
    if (error instanceof CommitFailed) return notRecorded(c, error)
    onBug(error, { method: c.req.method, path: redactText(c.req.path) })
    return problem(c, 'INTERNAL_ERROR', 'The platform failed. Its log has the details.')
  })
}

const problemPagePolicy = { 'img-src': "'self'", 'style-src': "'self'" }

/** Answers the CORS preflight of an allowed origin. Any other OPTIONS request gets 405. */
const preflight: Handler<ApiEnv> = (c, next) => {
  const method = c.req.method === 'OPTIONS' && c.req.header('access-control-request-method')
  if (!method || !c.get('origins').allow(requestHeaders(c))) return next()
  return new Response(null, { status: 204, headers: replyHeaders(c, preflightHeaders) })
}
