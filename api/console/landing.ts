import type { OpenAPIHono } from '@hono/zod-openapi'
import { type Addresses, urlAt } from '../http/addresses.ts'
import { page } from '../http/page.ts'
import type { ApiEnv } from '../http/reply.ts'
import { requestHeaders } from '../http/request-headers.ts'
import { landingPage } from './landing-page.ts'
import { readPageFile } from './page-files.ts'
import { serveFile } from './serve-file.ts'

const policy = { 'img-src': "'self'", 'style-src': "'self'" }

/** Serves the landing page at `/`, in the style of the console. */
export function addLanding(app: OpenAPIHono<ApiEnv>, addresses: Addresses): void {
  app.get('/', page(policy), (c) => {
    const { host } = requestHeaders(c)
    const own = urlAt(addresses.trading, host) ?? new URL(c.req.url).origin
    return c.html(landingPage(own, urlAt(addresses.control, host)))
  })
  app.get('/landing.css', async (c) => {
    const sheets = await Promise.all(['page/base.css', 'landing/landing.css'].map(readPageFile))
    const [first] = sheets
    if (!first) return c.notFound()
    return serveFile(c, { ...first, content: sheets.map((sheet) => sheet?.content).join('\n') })
  })
}
