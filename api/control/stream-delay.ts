import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { constantOf } from '../../engine/index.ts'
import { anObject } from '../contract/orders.ts'
import type { StreamFaults } from '../faults/stream-faults.ts'
import { everyReply } from '../http/openapi-parts.ts'
import { problemResponses } from '../http/problems.ts'
import { type ApiEnv, reply } from '../http/reply.ts'
import type { Venues } from '../venues/venues.ts'
import { bodyProblems, checkBody, describeBody } from './body.ts'
import { Delay } from './delay-contract.ts'
import { delayView, toDelay } from './delay-view.ts'
import { namedVenue, rejectAnyQuery, venueParam } from './named-venue.ts'
import { guardProblems } from './rule-routes.ts'

const tags = ['Stream']
const path = '/venues/{venue}/stream'
const example = { delayMs: 200 }

const StreamState = z
  .strictObject(
    {
      delayMs: Delay.openapi({
        description: 'How far messages lag behind what REST tells already; 0 where they do not.',
      }),
    },
    anObject,
  )
  .openapi('StreamState', { description: 'How the stream of a venue runs.', example })
type StreamState = z.infer<typeof StreamState>

const state = {
  description: 'How it runs from now on.',
  headers: everyReply,
  content: { 'application/json': { schema: StreamState, example } },
}

const readStream = createRoute({
  method: 'get',
  path,
  operationId: 'readStream',
  summary: 'Look at the stream of a venue',
  tags,
  request: { params: venueParam },
  responses: { 200: state, ...problemResponses('/venues/nowhere/stream', ...guardProblems) },
})

const setStream = createRoute({
  method: 'put',
  path,
  operationId: 'setStream',
  summary: 'Have the stream of a venue lag behind',
  description:
    "Each message comes so much later, on the venue's clock, and none overtakes another. For the other way round see the `after` of `PUT /venues/{venue}/latency`.",
  tags,
  request: {
    params: venueParam,
    body: describeBody(StreamState, example),
  },
  responses: {
    200: state,
    ...problemResponses('/venues/main/stream', ...guardProblems, ...bodyProblems),
  },
})

const none = { minMs: 0, maxMs: 0 }

const streamView = ({ delay = none }: StreamFaults): StreamState => ({ delayMs: delayView(delay) })

/** Adds the reading and the setting of how far a stream lags behind. */
export function addStreamDelay(app: OpenAPIHono<ApiEnv>, venues: Venues): void {
  const named = [namedVenue(venues), rejectAnyQuery]

  app.openapi({ ...readStream, middleware: named }, (c) =>
    reply(c, 200, streamView(c.get('hosted').streamFaults)),
  )
  app.openapi({ ...setStream, middleware: [...named, checkBody(setStream)] }, (c) => {
    const { streamFaults } = c.get('hosted')
    const delay = toDelay(c.req.valid('json').delayMs)
    streamFaults.setDelay(constantOf(delay) === 0 ? undefined : delay)
    return reply(c, 200, streamView(streamFaults))
  })
}
