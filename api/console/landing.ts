import type { OpenAPIHono } from '@hono/zod-openapi'
import { type Addresses, urlAt } from '../http/addresses.ts'
import { page } from '../http/page.ts'
import type { ApiEnv } from '../http/reply.ts'
import { requestHeaders } from '../http/request-headers.ts'
import { landingPage } from './landing-page.ts'
import { addPageStyle } from './page-style.ts'

const policy = { 'img-src': "'self'", 'style-src': "'self'" }

/** Serves the landing page at `/`, in the style of the console. */
export function addLanding(app: OpenAPIHono<ApiEnv>, addresses: Addresses): void {
  app.get('/', page(policy), (c) => {
    const { host } = requestHeaders(c)
    const own = urlAt(addresses.trading, host) ?? new URL(c.req.url).origin
    return c.html(landingPage(own, urlAt(addresses.control, host)))
  })
  addPageStyle(app)
}
