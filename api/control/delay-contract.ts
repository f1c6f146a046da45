/** How long something takes, as it crosses the wire of the control API. */
import { z } from '@hono/zod-openapi'
import { anObject, spanMs } from '../contract/orders.ts'
import { type Endpoint, endpoints } from '../faults/latencies.ts'

const maxValues = 1000
const valuesRule = `must be a list of 1 to ${maxValues} values`

const delayRule =
  'must be milliseconds such as 250, { minMs, maxMs }, { medianMs, p95Ms } or { valuesMs }'

const uniform = z
  .strictObject({ minMs: spanMs('The shortest.', 100), maxMs: spanMs('The longest.', 1000) })
  .refine(({ minMs, maxMs }) => minMs <= maxMs, { error: 'must have a minMs of at most maxMs' })

const lognormal = z
  .strictObject({
    medianMs: spanMs('Half take longer.', 120, 1),
    p95Ms: spanMs('One in twenty takes longer.', 400, 1),
  })
  .refine(({ medianMs, p95Ms }) => medianMs <= p95Ms, {
    error: 'must have a medianMs of at most p95Ms',
  })

const empirical = z.strictObject({
  valuesMs: z
    .array(spanMs('One that was measured.', 15), { error: valuesRule })
    .min(1, { error: valuesRule })
    .max(maxValues, { error: valuesRule })
    .openapi({ description: 'Each as likely as any other.', example: [10, 15, 15, 200] }),
})

/** How long something takes: always so long, or as likely as the distribution says. */
export const Delay = z
  .xor([spanMs('Always so long.', 250), uniform, lognormal, empirical], { error: delayRule })
  .openapi('Delay', {
    description:
      'How long something takes, in milliseconds: always so long, uniform between two, lognormal (no longer than a day), or drawn from a list.',
    example: { minMs: 100, maxMs: 1000 },
  })
export type Delay = z.infer<typeof Delay>

/** What the delays of endpoints have to be. */
export const endpointDelaysRule = `${delayRule}, or an object with such delays of ${endpoints.join(', ')}`

const delayEach = Object.fromEntries(
  endpoints.map((endpoint) => [endpoint, Delay.optional()]),
) as Record<Endpoint, z.ZodOptional<typeof Delay>>

/**
 * A delay for each endpoint that is named. Where it may be that or one delay, the union is exclusive:
 * another one takes a strict object for what was meant as soon as nothing but its keys is wrong.
 */
export const EndpointDelays = z.strictObject(delayEach).openapi('EndpointDelays', {
  description: 'A delay for each endpoint that is named.',
  example: { 'POST /orders': { medianMs: 120, p95Ms: 400 } },
})
export type EndpointDelays = z.infer<typeof EndpointDelays>

const ofEndpoints = (description: string) =>
  z.xor([Delay, EndpointDelays], { error: endpointDelaysRule }).openapi({ description })

export const latencyExample = {
  before: { medianMs: 120, p95Ms: 400 },
  after: { 'POST /orders': 50 },
}

/** How long the order endpoints are to wait. */
export const LatencyDraft = z
  .strictObject(
    {
      before: ofEndpoints(
        'Before they act; as when the venue was opened, for all or for the endpoints that are not named.',
      ).optional(),
      after: ofEndpoints(
        'After the act, before they answer: meanwhile everybody who listens hears of it. Not at all where it is left out, or for the endpoints that are not named.',
      ).optional(),
    },
    anObject,
  )
  .openapi('LatencyDraft', {
    description:
      'How long the order endpoints are to wait; what is left out is as it was at first.',
    example: latencyExample,
  })
export type LatencyDraft = z.infer<typeof LatencyDraft>

/** How long the order endpoints wait. */
export const LatencyState = z
  .strictObject({
    before: ofEndpoints('Before they act.'),
    after: ofEndpoints('After the act, before they answer.'),
  })
  .openapi('LatencyState', {
    description: 'How long the order endpoints wait.',
    example: latencyExample,
  })
export type LatencyState = z.infer<typeof LatencyState>
