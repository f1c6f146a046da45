import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { swaggerUI } from '@hono/swagger-ui'
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { ApiEnv } from './reply.ts'

/** The files that the page loads: from swagger-ui-dist and not from a CDN, so that it works offline. */
const assets = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
}

/** Adds Swagger UI at `/ui`. */
export function addSwaggerUi(app: OpenAPIHono<ApiEnv>): void {
  const { resolve } = createRequire(import.meta.url)

  app.get(
    '/ui',
    swaggerUI({
      title: 'papertape',
      url: '/openapi.json',
      baseUrl: '/ui',
      tryItOutEnabled: true,
      displayRequestDuration: true,
    }),
  )
  app.get('/', (c) => c.redirect('/ui'))

  for (const [name, type] of Object.entries(assets)) {
    app.get(`/ui/swagger-ui-dist/${name}`, async (c) => {
      const content = await readFile(resolve(`swagger-ui-dist/${name}`))
      return c.body(content, 200, { 'Content-Type': type, 'Cache-Control': 'max-age=3600' })
    })
  }
}
