import type { OpenAPIHono } from '@hono/zod-openapi'
import packageJson from '../../package.json' with { type: 'json' }
import { iJsonRule } from '../http/i-json.ts'
import type { ApiEnv } from '../http/reply.ts'
import { maxBodyBytes } from './body.ts'

const description = `The control API of papertape, on its own port. Use it from your tests to open venues, pause and advance their clocks, decide the outcome of orders, and inject faults and races. Trading clients do not use it: they only see the effects.

Every refusal and error is \`application/problem+json\` (RFC 9457) with a machine-readable \`code\`.

A request body may have at most ${maxBodyBytes} bytes. Operations without a request body also accept \`{}\`. ${iJsonRule}`

const bearer = 'bearer'

/** The OpenAPI document of the control API, generated from the schemas that validate it. */
export function controlDocument(app: OpenAPIHono<ApiEnv>, requiresToken: boolean) {
  if (requiresToken) {
    app.openAPIRegistry.registerComponent('securitySchemes', bearer, {
      type: 'http',
      scheme: 'bearer',
      description: 'The `CONTROL_TOKEN` that the platform was started with.',
    })
  }
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'papertape control',
      version: packageJson.version,
      description,
      license: { name: 'MIT', url: 'https://opensource.org/license/mit' },
    },
    servers: [{ url: '/', description: 'The platform that serves this document.' }],
    security: requiresToken ? [{ [bearer]: [] }] : [],
    tags: [
      { name: 'Venues', description: 'Open, read, restart, reset and close venues.' },
      { name: 'Clock', description: 'Read and advance the clock of a venue.' },
      { name: 'Latency', description: 'Set how long requests and their replies take.' },
      { name: 'Orders', description: 'Execute, cancel, hold and release orders by hand.' },
      { name: 'Outcomes', description: 'Decide the outcome of orders in advance.' },
      { name: 'Log', description: 'Compare the logs of two runs.' },
      { name: 'Faults', description: 'Make requests fail, or lose their replies.' },
      { name: 'Breakpoints', description: 'Hold requests before their commit.' },
      { name: 'Races', description: 'Make a cancel and the execution of its order coincide.' },
      { name: 'Journal', description: 'See what trading clients really sent and received.' },
      { name: 'Stream', description: 'Lose, repeat, swap or delay messages of the stream.' },
      { name: 'Platform', description: 'The platform itself.' },
    ],
  })
}
