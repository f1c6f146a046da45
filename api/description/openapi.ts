import type { OpenAPIHono } from '@hono/zod-openapi'
import packageJson from '../../package.json' with { type: 'json' }
import { iJsonRule } from '../http/i-json.ts'
import { type ApiEnv, replyText } from '../http/reply.ts'
import { rejectQuery } from '../http/validation.ts'

const description = `A simulated trading venue for testing trading clients. Place and cancel orders over REST. The venue executes each order after a short delay and sends every change over WebSocket.

An order is PENDING first, then finally EXECUTED or CANCELLED. Every refusal and error is \`application/problem+json\` (RFC 9457) with a machine-readable \`code\`. ${iJsonRule}

The messages of the stream are also described at [/asyncapi.json](/asyncapi.json).`

/** The OpenAPI document of the trading API, generated from the schemas that validate it. */
export const openApiDocument = (app: OpenAPIHono<ApiEnv>) => withVenues(tradingDocument(app))

const tradingDocument = (app: OpenAPIHono<ApiEnv>) =>
  documentOf(app, {
    title: 'papertape',
    description,
    // No authentication: a local simulator has no secrets.
    security: [],
    tags: {
      Orders: 'Place, list, read and cancel orders.',
      Stream:
        'Receive every change of every order. The messages are described at [/asyncapi.json](/asyncapi.json).',
      Log: 'Read the events from which all other state derives.',
    },
  })

/** The general part of a document. */
export const infoOf = (title: string, description: string) => ({
  title,
  version: packageJson.version,
  description,
  license: { name: 'MIT', url: 'https://opensource.org/license/mit' },
})

interface DocumentOptions {
  readonly title: string
  readonly description: string
  readonly security: Record<string, string[]>[]
  /** Their descriptions by name, without that of the platform itself. */
  readonly tags: Readonly<Record<string, string>>
}

/** The OpenAPI document of an app, generated from its routes. */
export const documentOf = (
  app: OpenAPIHono<ApiEnv>,
  { title, description, security, tags }: DocumentOptions,
) =>
  app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: infoOf(title, description),
    servers: [{ url: '/', description: 'The platform that serves this document.' }],
    security,
    tags: Object.entries({ ...tags, Platform: 'The platform itself.' }).map(
      ([name, description]) => ({ name, description }),
    ),
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

/** Documents by the kind of their app. */
const texts = new Map<string, string>()

/**
 * Serves the OpenAPI document of an app. Generating it takes a tenth of a second, so it is done on the
 * first request, and once for all apps of a kind: they have the same routes.
 */
export function addOpenApi(
  app: OpenAPIHono<ApiEnv>,
  kind: string,
  describe: (app: OpenAPIHono<ApiEnv>) => object,
): void {
  app.get('/openapi.json', rejectQuery, (c) => {
    const text = texts.get(kind) ?? JSON.stringify(describe(app))
    texts.set(kind, text)
    return replyText(c, 200, text)
  })
}
