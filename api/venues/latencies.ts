import type { Chance, DelayRange } from '../../engine/index.ts'

/** The endpoints that wait before they act. */
export const endpoints = [
  'POST /orders',
  'GET /orders',
  'GET /orders/{orderId}',
  'DELETE /orders/{orderId}',
  'DELETE /orders',
] as const
export type Endpoint = (typeof endpoints)[number]

/** How long the endpoints of a venue wait. */
export interface Latencies {
  /** How long the next request to an endpoint waits before it acts, in milliseconds. */
  draw(endpoint: Endpoint): number
}

/** Creates the latencies of a venue; those of each endpoint follow from how many came before. */
export function createLatencies(chance: Chance, range: DelayRange): Latencies {
  const drawn = new Map<Endpoint, number>()
  return {
    draw(endpoint) {
      const nth = drawn.get(endpoint) ?? 0
      drawn.set(endpoint, nth + 1)
      return chance.delayMs(range, 'latency', endpoint, nth)
    },
  }
}
