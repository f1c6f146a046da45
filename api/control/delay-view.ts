import { isDeepStrictEqual } from 'node:util'
import type { Delay } from '../../engine/index.ts'
import { type EndpointDelays, perEndpoint } from '../faults/latencies.ts'
import type * as contract from './delay-contract.ts'

/** Converts a delay of the control API to the engine's. */
export const toDelay = (delay: contract.Delay): Delay =>
  typeof delay === 'number' ? { minMs: delay, maxMs: delay } : delay

/** Converts a delay of the engine to the control API's. */
// `as`: the list of values is readonly in the engine.
export const delayView = (delay: Delay): contract.Delay =>
  'minMs' in delay && delay.minMs === delay.maxMs ? delay.minMs : (delay as contract.Delay)

/** One delay for all endpoints, or one for each endpoint named; `defaults` has those of the others. */
export function toEndpointDelays(
  delays: contract.Delay | contract.EndpointDelays,
  defaults: EndpointDelays,
): EndpointDelays {
  if (isDelay(delays)) return perEndpoint(toDelay(delays))
  const named = Object.entries(delays).flatMap(([endpoint, delay]) =>
    delay === undefined ? [] : [[endpoint, toDelay(delay)]],
  )
  return { ...defaults, ...Object.fromEntries(named) }
}

const isDelay = (delay: contract.Delay | contract.EndpointDelays): delay is contract.Delay =>
  typeof delay === 'number' || 'minMs' in delay || 'medianMs' in delay || 'valuesMs' in delay

/** One delay if all endpoints have the same, else one for each. */
export function endpointDelaysView(
  delays: EndpointDelays,
): contract.Delay | contract.EndpointDelays {
  const [first, ...others] = Object.values(delays)
  if (others.every((delay) => isDeepStrictEqual(delay, first))) return delayView(first as Delay)
  const views = Object.entries(delays).map(([endpoint, delay]) => [endpoint, delayView(delay)])
  return Object.fromEntries(views)
}
