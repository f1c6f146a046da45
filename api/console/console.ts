import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { type Addresses, urlAt } from '../http/addresses.ts'
import { page } from '../http/page.ts'
import type { ApiEnv } from '../http/reply.ts'
import { requestHeaders } from '../http/request-headers.ts'
import { consolePage } from './console-page.ts'
import { readPageFile } from './page-files.ts'
import { addPageStyle } from './page-style.ts'
import { serveFile } from './serve-file.ts'

/** Serves the console at `/`, and its modules and style sheets below `/console/`. */
export function addConsole(app: OpenAPIHono<ApiEnv>, addresses: Addresses): void {
  app.get(
    '/',
    page((c) => policyOf(c, addresses)),
    (c) => c.html(consolePage),
  )
  addPageStyle(app)
  app.get('/console/*', async (c) => {
    const file = await readPageFile(c.req.path.slice('/console/'.length))
    return file ? serveFile(c, file) : c.notFound()
  })
}

/** The page loads only its own files, and calls only the two APIs of this platform. */
function policyOf(c: Context<ApiEnv>, { trading }: Addresses) {
  const url = urlAt(trading, requestHeaders(c).host)
  const origin = url === undefined ? '' : new URL(url).origin
  return {
    'connect-src': `'self' ${origin} ${origin.replace('http', 'ws')}`.trimEnd(),
    'img-src': "'self'",
    'script-src': "'self'",
    'style-src': "'self'",
    // lit-html makes its templates under this name.
    'require-trusted-types-for': "'script'",
    'trusted-types': 'lit-html',
  }
}
