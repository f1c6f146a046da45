import type { OpenAPIHono } from '@hono/zod-openapi'
import packageJson from '../../package.json' with { type: 'json' }
import { iJsonRule } from '../http/i-json.ts'
import { type ApiEnv, reply } from '../http/reply.ts'
import { rejectQuery } from '../http/validation.ts'

const description = `A trading platform you can hold still: orders are placed and cancelled over REST, executed after a short delay, and every change is pushed over WebSocket.

An order is PENDING first, then EXECUTED or CANCELLED for ever. Every refusal and every error is \`application/problem+json\` (RFC 9457) with a machine-readable \`code\`. ${iJsonRule}

The messages of the stream are described for machines at [/asyncapi.json](/asyncapi.json), too.`

/** The description of the trading API, made from the schemas that validate it. */
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
    servers: [{ url: '/', description: 'The platform that serves this description.' }],
    // Nobody signs in: a simulator on a desk has no secrets.
    security: [],
    tags: [
      { name: 'Orders', description: 'Place, list, read and cancel orders.' },
      {
        name: 'Stream',
        description:
          'Every change of every order, as it happens. Its messages are described at [/asyncapi.json](/asyncapi.json).',
      },
      { name: 'Log', description: 'The facts that everything else is made of.' },
      { name: 'Platform', description: 'The platform itself.' },
    ],
  })

/** What a client may say of every request: which venue it means. */
const venueParameters = [
  {
    name: 'Venue',
    in: 'header' as const,
    description: 'The venue that is meant; the main one when left out.',
    schema: { $ref: '#/components/schemas/VenueName' },
    example: 'main',
  },
  {
    name: 'venue',
    in: 'query' as const,
    description: 'The same, where no header can be set. The header counts for more.',
    schema: { $ref: '#/components/schemas/VenueName' },
    example: 'main',
  },
]

type Document = ReturnType<typeof tradingDocument>
interface Operation {
  parameters?: { readonly name?: string }[]
}

/** Lets every operation know how a venue is named. */
function withVenues(document: Document): Document {
  for (const item of Object.values(document.paths ?? {})) {
    for (const operation of Object.values(item) as Operation[]) {
      const { parameters = [] } = operation
      const named = new Set(parameters.map(({ name }) => name))
      const added = venueParameters.filter(({ name }) => !named.has(name))
      operation.parameters = [...parameters, ...structuredClone(added)]
    }
  }
  return document
}

/** Adds the description of an app, which is written when it is first asked for. */
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
