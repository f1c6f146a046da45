import type { OpenAPIHono } from '@hono/zod-openapi'
import type { ApiEnv } from '../http/reply.ts'
import { readPageFile } from './page-files.ts'
import { serveFile } from './serve-file.ts'

/** Serves the style of the landing page and of the pages about problems, which is that of the console. */
export function addPageStyle(app: OpenAPIHono<ApiEnv>): void {
  app.get('/pages.css', async (c) => {
    const sheets = await Promise.all(['page/base.css', 'landing/pages.css'].map(readPageFile))
    const [first] = sheets
    if (!first) return c.notFound()
    return serveFile(c, { ...first, content: sheets.map((sheet) => sheet?.content).join('\n') })
  })
}
