import { isDeepStrictEqual } from 'node:util'
import type { Delay } from '../../engine/index.ts'
import { type EndpointDelays, perEndpoint } from '../faults/latencies.ts'
import type * as contract from './delay-contract.ts'

/** A delay as it is asked for. */
export const toDelay = (delay: contract.Delay): Delay =>
  typeof delay === 'number' ? { minMs: delay, maxMs: delay } : delay

/** A delay as the wire tells it. */
export const delayView = (delay: Delay): contract.Delay =>
  'minMs' in delay && delay.minMs === delay.maxMs ? delay.minMs : (delay as contract.Delay)

/** What the delays of endpoints are asked to be: one for all, or some, beside the others' own. */
export function toEndpointDelays(
  asked: contract.Delay | contract.EndpointDelays,
  others: EndpointDelays,
): EndpointDelays {
  if (isDelay(asked)) return perEndpoint(toDelay(asked))
  const named = Object.entries(asked).flatMap(([endpoint, delay]) =>
    delay === undefined ? [] : [[endpoint, toDelay(delay)]],
  )
  return { ...others, ...Object.fromEntries(named) }
}

const isDelay = (asked: contract.Delay | contract.EndpointDelays): asked is contract.Delay =>
  typeof asked === 'number' || 'minMs' in asked || 'medianMs' in asked || 'valuesMs' in asked

/** The delays of endpoints as the wire tells them: one where all have the same. */
export function endpointDelaysView(
  delays: EndpointDelays,
): contract.Delay | contract.EndpointDelays {
  const [first, ...others] = Object.values(delays)
  if (others.every((delay) => isDeepStrictEqual(delay, first))) return delayView(first as Delay)
  const views = Object.entries(delays).map(([endpoint, delay]) => [endpoint, delayView(delay)])
  return Object.fromEntries(views)
}
