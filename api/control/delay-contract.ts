/** The zod schemas of delays and latencies in the control API. */
import { z } from '@hono/zod-openapi'
import { mustBeObject, spanMs } from '../contract/orders.ts'
import { type Endpoint, endpoints } from '../faults/latencies.ts'

const maxValues = 1000
const valuesRule = `must be a list of 1 to ${maxValues} values`

const delayRule =
  'must be milliseconds such as 250, { minMs, maxMs }, { medianMs, p95Ms } or { valuesMs }'

const uniform = z
  .strictObject({
    minMs: spanMs('The shortest delay.', 100),
    maxMs: spanMs('The longest delay.', 1000),
  })
  .refine(({ minMs, maxMs }) => minMs <= maxMs, { error: 'must have a minMs of at most maxMs' })

const lognormal = z
  .strictObject({
    medianMs: spanMs('Half of the delays are longer.', 120, 1),
    p95Ms: spanMs('One delay in twenty is longer.', 400, 1),
  })
  .refine(({ medianMs, p95Ms }) => medianMs <= p95Ms, {
    error: 'must have a medianMs of at most p95Ms',
  })

const empirical = z.strictObject({
  valuesMs: z
    .array(spanMs('A delay, such as one you measured.', 15), { error: valuesRule })
    .min(1, { error: valuesRule })
    .max(maxValues, { error: valuesRule })
    .openapi({
      description: 'The delays to draw from, each with the same probability.',
      example: [10, 15, 15, 200],
    }),
})

/** A constant delay, or a distribution to draw each delay from. */
export const Delay = z
  .xor([spanMs('A constant delay.', 250), uniform, lognormal, empirical], { error: delayRule })
  .openapi('Delay', {
    description:
      'A delay in milliseconds: a constant, uniform between two bounds, lognormal (at most a day), or drawn from a list.',
    example: { minMs: 100, maxMs: 1000 },
  })
export type Delay = z.infer<typeof Delay>

/** The error text for delays of endpoints. */
export const endpointDelaysRule = `${delayRule}, or an object with such delays of ${endpoints.join(', ')}`

// `as`: `fromEntries` loses the names of the keys.
const delayEach = Object.fromEntries(
  endpoints.map((endpoint) => [endpoint, Delay.optional()]),
) as Record<Endpoint, z.ZodOptional<typeof Delay>>

/**
 * A delay for each endpoint named. Unions of this and `Delay` are `z.xor`: with `z.union`, an unknown
 * key would hide the errors of the other alternative.
 */
export const EndpointDelays = z.strictObject(delayEach).openapi('EndpointDelays', {
  description: 'A delay for each endpoint named.',
  example: { 'POST /orders': { medianMs: 120, p95Ms: 400 } },
})
export type EndpointDelays = z.infer<typeof EndpointDelays>

const latency = (description: string) =>
  z.xor([Delay, EndpointDelays], { error: endpointDelaysRule }).openapi({ description })

export const latencyExample = {
  before: { medianMs: 120, p95Ms: 400 },
  after: { 'POST /orders': 50 },
}

/** The latency to set. */
export const LatencyDraft = z
  .strictObject(
    {
      before: latency(
        'The wait before the commit. Endpoints not named get the latency that the venue was opened with.',
      ).optional(),
      after: latency(
        'The wait after the commit, before the reply. Subscribers receive the message about the change meanwhile. Endpoints not named do not wait.',
      ).optional(),
    },
    mustBeObject,
  )
  .openapi('LatencyDraft', {
    description: 'The latency to set. An omitted field returns to its initial value.',
    example: latencyExample,
  })
export type LatencyDraft = z.infer<typeof LatencyDraft>

export const LatencyState = z
  .strictObject({
    before: latency('The wait before the commit.'),
    after: latency('The wait after the commit, before the reply.'),
  })
  .openapi('LatencyState', {
    description: 'How long the order endpoints wait.',
    example: latencyExample,
  })
export type LatencyState = z.infer<typeof LatencyState>
