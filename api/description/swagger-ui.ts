import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { swaggerUI } from '@hono/swagger-ui'
import type { OpenAPIHono } from '@hono/zod-openapi'
import { page } from '../http/page.ts'
import type { ApiEnv } from '../http/reply.ts'
import { loadedFiles, swaggerUiFolder } from './swagger-ui-files.ts'

const scriptType = 'text/javascript; charset=utf-8'

/** The favicon: a strip of punched tape. */
const icon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect y="3" width="16" height="10" rx="1" fill="#e8d9a8"/><g fill="#46371b"><circle cx="3" cy="6" r="1.3"/><circle cx="8" cy="6" r="1.3"/><circle cx="3" cy="10" r="1.3"/><circle cx="13" cy="10" r="1.3"/></g></svg>'

/** Swagger UI calls the API, and its style sheet contains images. */
const policy = {
  'connect-src': "'self'",
  'img-src': "'self' data:",
  'script-src': "'self'",
  'style-src': "'self'",
}

/** Serves Swagger UI at `/ui`. */
export function addSwaggerUi(app: OpenAPIHono<ApiEnv>, title: string): void {
  const folder = swaggerUiFolder()

  app.use('/ui/*', page(policy))
  app.get(
    '/ui',
    swaggerUI({
      title,
      url: '/openapi.json',
      baseUrl: '/ui',
      manuallySwaggerUIHtml: ({ css, js }) =>
        [
          ...css.map((file) => `<link rel="stylesheet" href="${file}">`),
          '<div id="swagger-ui"></div>',
          ...[...js, '/ui/start.js'].map((file) => `<script src="${file}"></script>`),
        ].join('\n'),
    }),
  )
  // A file, so that the policy can forbid inline scripts.
  app.get('/ui/start.js', async (c) => {
    const content = await readFile(new URL('swagger-ui-start.js', import.meta.url))
    return c.body(content, 200, { 'Content-Type': scriptType })
  })
  app.get('/favicon.ico', page(), (c) => c.body(icon, 200, { 'Content-Type': 'image/svg+xml' }))

  // Served from here and not from a CDN, to work offline.
  for (const name of loadedFiles) {
    const type = name.endsWith('.css') ? 'text/css; charset=utf-8' : scriptType
    app.get(`/ui/swagger-ui-dist/${name}`, async (c) => {
      const content = await readFile(join(folder, name))
      return c.body(content, 200, { 'Content-Type': type, 'Cache-Control': 'max-age=3600' })
    })
  }
}
