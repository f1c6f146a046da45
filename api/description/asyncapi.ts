import type { OpenAPIHono } from '@hono/zod-openapi'
import { streamExamples } from '../contract/stream.ts'
import { type ApiEnv, reply } from '../http/reply.ts'
import { rejectQuery } from '../http/validation.ts'
import { asyncSchema, asyncSchemas, mapValues, type Schema, type Schemas } from './async-schema.ts'
import { infoOf, openApiDocument } from './openapi.ts'

const description = `The stream sends every change of every order as it happens. A connection is a subscription. Its query parameters set where it starts and which messages it receives. The same messages are available over WebSocket and as Server-Sent Events.

The REST API is described at [/openapi.json](/openapi.json).`

/** The messages: the names of their schemas, and when they are sent. */
const messages = {
  order: {
    schema: 'OrderMessage',
    title: 'Order',
    summary: 'The state of an order after one change.',
  },
  'caught-up': {
    schema: 'CaughtUpMessage',
    title: 'Caught up',
    summary: 'The end of the history: the next messages are live. Over WebSocket only with `from`.',
  },
  heartbeat: {
    schema: 'HeartbeatMessage',
    title: 'Heartbeat',
    summary: 'All events up to this position have been processed. Only with `heartbeatMs`.',
  },
  'going-away': {
    schema: 'GoingAwayMessage',
    title: 'Going away',
    summary: 'The venue stops serving this connection. This is the last message.',
  },
} as const satisfies Record<keyof typeof streamExamples, object>

/** The schemas to include, besides those they refer to. */
const used = [
  ...Object.values(messages).map(({ schema }) => schema),
  'OrderStatus',
  'Symbol',
  'ClientOrderId',
  'VenueName',
]

/** The two transports of the stream. */
const channels = {
  webSocket: {
    address: '/ws',
    server: 'webSocket',
    title: 'The stream over WebSocket',
    description: 'To resume after a reconnect, send `from` and `log` in the query.',
  },
  serverSentEvents: {
    address: '/events',
    server: 'http',
    title: 'The stream as Server-Sent Events',
    description:
      'Each event has one message as `data` and `<position>@<Log-Id>` as `id`. To resume, repeat the query and send the last id as the header `Last-Event-ID` or the parameter `lastEventId`; it replaces `from`. An `EventSource` does so by itself. If the venue has a new log by then, the request is refused with 409.',
  },
} as const

/** Adds the AsyncAPI document of the stream, generated from the schemas of the trading API. */
export function addAsyncApi(app: OpenAPIHono<ApiEnv>): void {
  let openApi: ReturnType<typeof openApiDocument> | undefined
  app.get('/asyncapi.json', rejectQuery, (c) => {
    openApi ??= openApiDocument(app)
    return reply(c, 200, asyncApiDocument(openApi, new URL(c.req.url).host))
  })
}

/** The AsyncAPI 3 document of a platform at `host`. */
function asyncApiDocument({ components, paths }: ReturnType<typeof openApiDocument>, host: string) {
  // `as`: the generated parameters are objects of this shape, never references.
  const parametersOf = (path: string) =>
    (paths?.[path]?.get?.parameters ?? []) as unknown as Parameter[]
  return {
    asyncapi: '3.1.0',
    info: infoOf('papertape: the stream', description),
    defaultContentType: 'application/json',
    servers: {
      webSocket: { host, protocol: 'ws', description: 'The platform that serves this document.' },
      http: { host, protocol: 'http', description: 'The same platform, over plain HTTP.' },
    },
    channels: mapValues(channels, ({ address, server, title, description }) => ({
      address,
      title,
      description,
      servers: [{ $ref: `#/servers/${server}` }],
      messages: mapValues(messages, (_, name) => ({ $ref: `#/components/messages/${name}` })),
      ...(server === 'webSocket' && {
        bindings: { ws: { method: 'GET', query: queryOf(parametersOf(address)) } },
      }),
    })),
    operations: mapValues(channels, ({ address, server, title }, name) => ({
      action: 'send',
      title,
      channel: { $ref: `#/channels/${name}` },
      messages: Object.keys(messages).map((message) => ({
        $ref: `#/channels/${name}/messages/${message}`,
      })),
      // HTTP has its binding at the operation, WebSocket at the channel.
      ...(server === 'http' && {
        bindings: {
          http: { method: 'GET', query: queryOf(parametersOf(address)), bindingVersion: '0.3.0' },
        },
      }),
    })),
    components: {
      messages: mapValues(messages, ({ schema, ...rest }, name) => ({
        name,
        ...rest,
        payload: { $ref: `#/components/schemas/${schema}` },
        examples: [{ summary: streamExamples[name].summary, payload: streamExamples[name].value }],
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

/** The query parameters as one schema, as bindings require. */
const queryOf = (parameters: readonly Parameter[]) => ({
  type: 'object',
  additionalProperties: false,
  properties: Object.fromEntries(
    parameters
      .filter((parameter) => parameter.in === 'query')
      .map(({ name, description, schema }) => [name, { ...asyncSchema(schema), description }]),
  ),
})
