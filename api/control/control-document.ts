import type { OpenAPIHono } from '@hono/zod-openapi'
import packageJson from '../../package.json' with { type: 'json' }
import { iJsonRule } from '../http/i-json.ts'
import type { ApiEnv } from '../http/reply.ts'
import { maxBodyBytes } from './body.ts'

const description = `The control of papertape, on a port of its own: whoever tests a trading client opens venues here, holds their time, decides what becomes of orders, and stages faults and races. A trading client sees nothing of it but what happens.

Every refusal and every error is \`application/problem+json\` (RFC 9457) with a machine-readable \`code\`.

A body may have at most ${maxBodyBytes} bytes. Where none is described, none is taken but \`{}\`. ${iJsonRule}`

const bearer = 'bearer'

/** The description of the control API, made from the schemas that validate it. */
export function controlDocument(app: OpenAPIHono<ApiEnv>, asksForToken: boolean) {
  if (asksForToken) {
    app.openAPIRegistry.registerComponent('securitySchemes', bearer, {
      type: 'http',
      scheme: 'bearer',
      description: 'The CONTROL_TOKEN that the platform was started with.',
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
    servers: [{ url: '/', description: 'The platform that serves this description.' }],
    security: asksForToken ? [{ [bearer]: [] }] : [],
    tags: [
      { name: 'Venues', description: 'Open, look at, restart, reset and close venues.' },
      { name: 'Clock', description: 'Hold the time of a venue and move it.' },
      { name: 'Latency', description: 'Decide how long requests and their replies take.' },
      { name: 'Orders', description: 'Play the market by hand.' },
      { name: 'Outcomes', description: 'Decide beforehand what becomes of orders.' },
      { name: 'Log', description: 'Compare what happened with what happened elsewhere.' },
      { name: 'Faults', description: 'Let requests fail, or their replies get lost.' },
      { name: 'Breakpoints', description: 'Hold requests before they act.' },
      { name: 'Races', description: 'Let a cancel and the execution of its order meet.' },
      { name: 'Journal', description: 'See what trading clients really sent.' },
      { name: 'Stream', description: 'Let messages get lost, repeated, swapped or late.' },
      { name: 'Platform', description: 'The platform itself.' },
    ],
  })
}
