import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { constantOf } from '../../engine/index.ts'
import { mustBeObject } from '../contract/orders.ts'
import type { StreamFaults } from '../faults/stream-faults.ts'
import { problemResponses } from '../http/problems.ts'
import { type ApiEnv, reply } from '../http/reply.ts'
import type { Venues } from '../venues/venues.ts'
import { bodyProblems, checkBody, describeBody } from './body.ts'
import { Delay } from './delay-contract.ts'
import { delayView, toDelay } from './delay-view.ts'
import { jsonReply } from './json-reply.ts'
import { namedVenue, rejectAnyQuery, venueParam } from './named-venue.ts'
import { guardProblems } from './rule-routes.ts'

const tags = ['Stream']
const path = '/venues/{venue}/stream'
const example = { delayMs: 200 }

const StreamState = z
  .strictObject(
    {
      delayMs: Delay.openapi({
        description: 'How long each message is delayed; 0: not delayed.',
      }),
    },
    mustBeObject,
  )
  .openapi('StreamState', { description: 'The settings of a stream.', example })
type StreamState = z.infer<typeof StreamState>

const state = jsonReply('The settings from now on.', StreamState, example)

const readStream = createRoute({
  method: 'get',
  path,
  operationId: 'readStream',
  summary: 'Read the stream settings of a venue',
  tags,
  request: { params: venueParam },
  responses: { 200: state, ...problemResponses('/venues/nowhere/stream', ...guardProblems) },
})

const setStream = createRoute({
  method: 'put',
  path,
  operationId: 'setStream',
  summary: 'Delay the stream of a venue',
  description:
    "Delays every message of the stream, on the venue's clock, so that REST shows a change first. Messages keep their order. For the opposite, a stream ahead of the replies, set `after` in `PUT /venues/{venue}/latency`.",
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

/** Adds the routes of a stream's settings. */
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
