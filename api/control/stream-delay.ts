import { z } from '@hono/zod-openapi'
import { constantOf } from '../../engine/index.ts'
import { mustBeObject } from '../contract/orders.ts'
import type { StreamFaults } from '../faults/stream-faults.ts'
import { jsonReply } from '../http/openapi-parts.ts'
import { reply } from '../http/reply.ts'
import { describeBody } from './body.ts'
import { Delay } from './delay-contract.ts'
import { delayView, toDelay } from './delay-view.ts'
import { type AddOperation, describeOperation, venueParam } from './operation.ts'

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
export type StreamState = z.infer<typeof StreamState>

const state = jsonReply('The settings from now on.', StreamState, example)

const readStream = describeOperation({
  tag: 'Stream',
  method: 'get',
  path: '/venues/{venue}/stream',
  operationId: 'readStream',
  summary: 'Read the stream settings of a venue',
  replies: { 200: state },
})

const setStream = describeOperation({
  tag: 'Stream',
  method: 'put',
  path: '/venues/{venue}/stream',
  operationId: 'setStream',
  summary: 'Delay the stream of a venue',
  description:
    "Delays every message of the stream, on the venue's clock, so that REST shows a change first. Messages keep their order. For the opposite, a stream ahead of the replies, set `after` in `PUT /venues/{venue}/latency`.",
  request: { params: venueParam, body: describeBody(StreamState, example) },
  replies: { 200: state },
})

const none = { minMs: 0, maxMs: 0 }

const streamView = ({ delay = none }: StreamFaults): StreamState => ({ delayMs: delayView(delay) })

/** Adds the routes of a stream's settings. */
export function addStreamDelay(add: AddOperation): void {
  add(readStream, (c) => reply(c, 200, streamView(c.get('hosted').streamFaults)))
  add(setStream, (c) => {
    const { streamFaults } = c.get('hosted')
    const delay = toDelay(c.req.valid('json').delayMs)
    streamFaults.setDelay(constantOf(delay) === 0 ? undefined : delay)
    return reply(c, 200, streamView(streamFaults))
  })
}
