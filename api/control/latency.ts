import { constantOf } from '../../engine/index.ts'
import { type LatencySetting, perEndpoint } from '../faults/latencies.ts'
import { jsonReply } from '../http/openapi-parts.ts'
import { reply } from '../http/reply.ts'
import type { HostedVenue } from '../venues/hosted-venue.ts'
import { describeBody } from './body.ts'
import { LatencyDraft, LatencyState, latencyExample } from './delay-contract.ts'
import { endpointDelaysView, toEndpointDelays } from './delay-view.ts'
import { type AddOperation, describeOperation, venueParam } from './operation.ts'

const state = jsonReply('The latency from now on.', LatencyState, latencyExample)

const readLatency = describeOperation({
  tag: 'Latency',
  method: 'get',
  path: '/venues/{venue}/latency',
  operationId: 'readLatency',
  summary: 'Read the latency of a venue',
  replies: { 200: state },
})

const setLatency = describeOperation({
  tag: 'Latency',
  method: 'put',
  path: '/venues/{venue}/latency',
  operationId: 'setLatency',
  summary: 'Set the latency of a venue',
  description:
    'Sets how long the order endpoints wait, for requests that arrive from now on. `before` delays the commit, `after` only the reply: the stream message then overtakes it. The reply header `Server-Timing` states both waits. A reset restores the initial latency, a restart does not.',
  request: {
    params: venueParam,
    // Required, as an omitted body would reset the latency.
    body: describeBody(LatencyDraft, latencyExample, true),
  },
  replies: { 200: state },
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
export function addLatencyRoutes(add: AddOperation): void {
  add(readLatency, (c) => reply(c, 200, latencyView(c.get('hosted').latencies)))
  add(setLatency, (c) => {
    const hosted = c.get('hosted')
    hosted.latencies.set(toSetting(c.req.valid('json'), hosted))
    return reply(c, 200, latencyView(hosted.latencies))
  })
}
