import type { OpenAPIHono } from '@hono/zod-openapi'
import packageJson from '../../package.json' with { type: 'json' }
import { streamExamples } from '../contract/stream.ts'
import { type ApiEnv, reply } from '../http/reply.ts'
import { rejectQuery } from '../http/validation.ts'
import { asyncSchema, asyncSchemas, type Schema, type Schemas } from './async-schema.ts'
import { openApiDocument } from './openapi.ts'

const description = `Every change of every order, as it happens. To connect is to subscribe: the address is the subscription, and its parameters say where it begins and what it brings. The same messages come over WebSocket and as Server-Sent Events.

The REST interface is described at [/openapi.json](/openapi.json).`

/** Each message: its name, what carries its schema, and when it comes. */
const messages = {
  order: {
    schema: 'OrderMessage',
    title: 'Order',
    summary: 'The order as it stands after one change.',
  },
  'caught-up': {
    schema: 'CaughtUpMessage',
    title: 'Caught up',
    summary: 'History ends here; what follows is live. Over WebSocket only with `from`.',
  },
  heartbeat: {
    schema: 'HeartbeatMessage',
    title: 'Heartbeat',
    summary: 'Every change up to a position has been told. Only with `heartbeatMs`.',
  },
  'going-away': {
    schema: 'GoingAwayMessage',
    title: 'Going away',
    summary: 'The platform stops; nothing follows.',
  },
} as const satisfies Record<keyof typeof streamExamples, object>

/** The schemas that are referred to from outside of them. */
const used = [
  ...Object.values(messages).map(({ schema }) => schema),
  'OrderStatus',
  'Symbol',
  'ClientOrderId',
  'VenueName',
]

const names = Object.keys(messages) as (keyof typeof messages)[]

/** References to every message of a channel, or of the document. */
const references = (at: string) => names.map((name) => ({ $ref: `#/${at}/messages/${name}` }))

/** The two ways to listen, which say the same. */
const channels = {
  webSocket: {
    address: '/ws',
    server: 'webSocket',
    title: 'The stream over WebSocket',
    description: 'One who comes back names `from` and `log` in the query.',
  },
  serverSentEvents: {
    address: '/events',
    server: 'http',
    title: 'The stream as Server-Sent Events',
    description:
      'Each event has one message as its data and `<position>@<Log-Id>` as its `id`. A client that reconnects repeats the query and sends the last id as the header `Last-Event-ID` or the parameter `lastEventId`, which replaces `from`; an EventSource does so by itself. If the log is another one by then, the request is refused (409).',
  },
} as const

/** Adds the description of the stream, made from the same schemas as all else. */
export function addAsyncApi(app: OpenAPIHono<ApiEnv>): void {
  let openApi: ReturnType<typeof openApiDocument> | undefined
  app.get('/asyncapi.json', rejectQuery, (c) => {
    openApi ??= openApiDocument(app)
    return reply(c, 200, asyncApiDocument(openApi, new URL(c.req.url).host))
  })
}

/** The description of the stream of the platform at a host (AsyncAPI 3). */
function asyncApiDocument({ components, paths }: ReturnType<typeof openApiDocument>, host: string) {
  const parametersOf = (path: string) =>
    (paths?.[path]?.get?.parameters ?? []) as unknown as Parameter[]
  return {
    asyncapi: '3.1.0',
    info: {
      title: 'papertape: the stream',
      version: packageJson.version,
      description,
      license: { name: 'MIT', url: 'https://opensource.org/license/mit' },
    },
    defaultContentType: 'application/json',
    servers: {
      webSocket: { host, protocol: 'ws', description: 'The platform that serves this.' },
      http: { host, protocol: 'http', description: 'The same, over plain HTTP.' },
    },
    channels: mapped(channels, ({ address, server, title, description }) => ({
      address,
      title,
      description,
      servers: [{ $ref: `#/servers/${server}` }],
      messages: mapped(messages, (_, name) => ({ $ref: `#/components/messages/${name}` })),
      ...(server === 'webSocket' && {
        bindings: { ws: { method: 'GET', query: queryOf(parametersOf(address)) } },
      }),
    })),
    operations: mapped(channels, ({ address, server, title }, name) => ({
      action: 'send',
      title,
      channel: { $ref: `#/channels/${name}` },
      messages: references(`channels/${name}`),
      // HTTP has its binding here, and WebSocket at the channel.
      ...(server === 'http' && {
        bindings: {
          http: { method: 'GET', query: queryOf(parametersOf(address)), bindingVersion: '0.3.0' },
        },
      }),
    })),
    components: {
      messages: mapped(messages, ({ schema, ...rest }, name) => ({
        name,
        ...rest,
        payload: { $ref: `#/components/schemas/${schema}` },
        examples: [streamExamples[name]].map(({ summary, value }) => ({ summary, payload: value })),
      })),
      schemas: asyncSchemas((components?.schemas ?? {}) as Schemas, used),
    },
  }
}

interface Parameter {
  readonly name: string
  readonly in: string
  readonly description?: string
  readonly schema: Schema
}

/** What may stand in the query, as bindings want it: one schema. */
const queryOf = (parameters: readonly Parameter[]) => ({
  type: 'object',
  additionalProperties: false,
  properties: Object.fromEntries(
    parameters
      .filter((parameter) => parameter.in === 'query')
      .map(({ name, description, schema }) => [name, { ...asyncSchema(schema), description }]),
  ),
})

/** The same keys with other values. */
const mapped = <K extends string, V, W>(
  record: Readonly<Record<K, V>>,
  value: (old: V, key: K) => W,
) =>
  Object.fromEntries(
    Object.entries(record).map(([key, old]) => [key, value(old as V, key as K)]),
  ) as Record<K, W>
