import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { constantOf } from '../../engine/index.ts'
import { type LatencySetting, perEndpoint } from '../faults/latencies.ts'
import { problemResponses } from '../http/problems.ts'
import { type ApiEnv, reply } from '../http/reply.ts'
import type { HostedVenue } from '../venues/hosted-venue.ts'
import type { Venues } from '../venues/venues.ts'
import { bodyProblems, checkBody, describeBody } from './body.ts'
import { LatencyDraft, LatencyState, latencyExample } from './delay-contract.ts'
import { endpointDelaysView, toEndpointDelays } from './delay-view.ts'
import { jsonReply } from './json-reply.ts'
import { namedVenue, rejectAnyQuery, venueParam } from './named-venue.ts'
import { guardProblems } from './rule-routes.ts'

const tags = ['Latency']
const path = '/venues/{venue}/latency'
const state = jsonReply('The latency from now on.', LatencyState, latencyExample)

const readLatency = createRoute({
  method: 'get',
  path,
  operationId: 'readLatency',
  summary: 'Read the latency of a venue',
  tags,
  request: { params: venueParam },
  responses: { 200: state, ...problemResponses('/venues/nowhere/latency', ...guardProblems) },
})

const setLatency = createRoute({
  method: 'put',
  path,
  operationId: 'setLatency',
  summary: 'Set the latency of a venue',
  description:
    'Sets how long the order endpoints wait, for requests that arrive from now on. `before` delays the commit, `after` only the reply: the stream message then overtakes it. The reply header `Server-Timing` states both waits. A reset restores the initial latency, a restart does not.',
  tags,
  request: {
    params: venueParam,
    // Required, as an omitted body would reset the latency.
    body: describeBody(LatencyDraft, latencyExample, true),
  },
  responses: {
    200: state,
    ...problemResponses('/venues/main/latency', ...guardProblems, ...bodyProblems),
  },
})

const none = perEndpoint({ minMs: 0, maxMs: 0 })

function toSetting({ before = {}, after = {} }: LatencyDraft, hosted: HostedVenue): LatencySetting {
  const afterEach = toEndpointDelays(after, none)
  const isNone = Object.values(afterEach).every((delay) => constantOf(delay) === 0)
  return {
    before: toEndpointDelays(before, perEndpoint(hosted.options.latency)),
    after: isNone ? undefined : afterEach,
  }
}

const latencyView = ({ before, after = none }: LatencySetting): LatencyState => ({
  before: endpointDelaysView(before),
  after: endpointDelaysView(after),
})

/** Adds the routes of a venue's latency. */
export function addLatencyRoutes(app: OpenAPIHono<ApiEnv>, venues: Venues): void {
  const named = [namedVenue(venues), rejectAnyQuery]

  app.openapi({ ...readLatency, middleware: named }, (c) =>
    reply(c, 200, latencyView(c.get('hosted').latencies)),
  )
  app.openapi({ ...setLatency, middleware: [...named, checkBody(setLatency)] }, (c) => {
    const hosted = c.get('hosted')
    hosted.latencies.set(toSetting(c.req.valid('json'), hosted))
    return reply(c, 200, latencyView(hosted.latencies))
  })
}
