import type { OpenAPIHono } from '@hono/zod-openapi'
import packageJson from '../../package.json' with { type: 'json' }
import { iJsonRule } from '../http/i-json.ts'
import { type ApiEnv, reply } from '../http/reply.ts'
import { rejectQuery } from '../http/validation.ts'

const description = `A simulated trading venue for testing trading clients. Place and cancel orders over REST. The venue executes each order after a short delay and sends every change over WebSocket.

An order is PENDING first, then finally EXECUTED or CANCELLED. Every refusal and error is \`application/problem+json\` (RFC 9457) with a machine-readable \`code\`. ${iJsonRule}

The messages of the stream are also described at [/asyncapi.json](/asyncapi.json).`

/** The OpenAPI document of the trading API, generated from the schemas that validate it. */
export const openApiDocument = (app: OpenAPIHono<ApiEnv>) => withVenues(tradingDocument(app))

const tradingDocument = (app: OpenAPIHono<ApiEnv>) =>
  app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'papertape',
      version: packageJson.version,
      description,
      license: { name: 'MIT', url: 'https://opensource.org/license/mit' },
    },
    servers: [{ url: '/', description: 'The platform that serves this document.' }],
    // No authentication: a local simulator has no secrets.
    security: [],
    tags: [
      { name: 'Orders', description: 'Place, list, read and cancel orders.' },
      {
        name: 'Stream',
        description:
          'Receive every change of every order. The messages are described at [/asyncapi.json](/asyncapi.json).',
      },
      { name: 'Log', description: 'Read the events from which all other state derives.' },
      { name: 'Platform', description: 'The platform itself.' },
    ],
  })

/** The parameters of every operation: they name the venue. */
const venueParameters = [
  {
    name: 'Venue',
    in: 'header' as const,
    description: 'The venue to use. The default is the main venue.',
    schema: { $ref: '#/components/schemas/VenueName' },
    example: 'main',
  },
  {
    name: 'venue',
    in: 'query' as const,
    description: 'The same, for clients that cannot set a header. The header takes precedence.',
    schema: { $ref: '#/components/schemas/VenueName' },
    example: 'main',
  },
]

type Document = ReturnType<typeof tradingDocument>
interface Operation {
  parameters?: { readonly name?: string }[]
}

/** Adds these parameters to every operation. */
function withVenues(document: Document): Document {
  for (const item of Object.values(document.paths ?? {})) {
    // `as`: the path items of this app hold nothing but operations.
    for (const operation of Object.values(item) as Operation[]) {
      const { parameters = [] } = operation
      const named = new Set(parameters.map(({ name }) => name))
      const added = venueParameters.filter(({ name }) => !named.has(name))
      operation.parameters = [...parameters, ...structuredClone(added)]
    }
  }
  return document
}

/** Serves the OpenAPI document of an app. It is generated on the first request. */
export function addOpenApi(
  app: OpenAPIHono<ApiEnv>,
  describe: (app: OpenAPIHono<ApiEnv>) => object,
): void {
  let document: object | undefined
  app.get('/openapi.json', rejectQuery, (c) => {
    document ??= describe(app)
    return reply(c, 200, document)
  })
}
