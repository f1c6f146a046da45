import type { OpenAPIHono } from '@hono/zod-openapi'
import { documentOf } from '../description/openapi.ts'
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
  return documentOf(app, {
    title: 'papertape control',
    description,
    security: requiresToken ? [{ [bearer]: [] }] : [],
    tags: {
      Venues: 'Open, read, restart, take over, reset and close venues.',
      Clock: 'Read and advance the clock of a venue.',
      Latency: 'Set how long requests and their replies take.',
      Orders: 'Execute, cancel, hold and release orders by hand.',
      Outcomes: 'Decide the outcome of orders in advance.',
      Log: 'Compare the logs of two runs.',
      Faults: 'Make requests fail, or lose their replies.',
      Breakpoints: 'Hold requests before their commit.',
      Races: 'Make a cancel and the execution of its order coincide.',
      Journal: 'See what trading clients really sent and received.',
      Stream: 'Lose, repeat, swap or delay messages of the stream.',
    },
  })
}
