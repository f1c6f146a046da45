import type { Chance, Delay } from '../../engine/index.ts'

/** The endpoints that wait. */
export const endpoints = [
  'POST /orders',
  'GET /orders',
  'GET /orders/{orderId}',
  'DELETE /orders/{orderId}',
  'DELETE /orders',
] as const
export type Endpoint = (typeof endpoints)[number]

/** A delay for each endpoint. */
export type EndpointDelays = Readonly<Record<Endpoint, Delay>>

/** The delays of each endpoint where all may be said to have the same. */
export const perEndpoint = (delay: Delay | EndpointDelays): EndpointDelays =>
  'GET /orders' in delay
    ? delay
    : (Object.fromEntries(endpoints.map((name) => [name, delay])) as Record<Endpoint, Delay>)

/** How long endpoints wait. */
export interface LatencySetting {
  /** Before they act. */
  readonly before: EndpointDelays
  /** After that, before they answer; undefined where the answer follows the act at once. */
  readonly after: EndpointDelays | undefined
}

/** How long the endpoints of a venue wait. */
export interface Latencies extends LatencySetting {
  /** Has the requests to come wait otherwise. */
  set(setting: LatencySetting): void
  /** How long the next request to an endpoint waits before it acts, in milliseconds. */
  draw(endpoint: Endpoint): number
  /** How long its reply is kept back after the act; 0 where `after` is undefined. */
  drawAfter(endpoint: Endpoint): number
}

/** Creates the latencies of a venue; those of each endpoint follow from how many came before. */
export function createLatencies(chance: Chance, latency: Delay | EndpointDelays): Latencies {
  const nextOf = createCounters()
  const nextAfterOf = createCounters()
  let { before, after }: LatencySetting = { before: perEndpoint(latency), after: undefined }
  return {
    get before() {
      return before
    },
    get after() {
      return after
    },
    set(setting) {
      before = setting.before
      after = setting.after
    },
    draw: (endpoint) => chance.delayMs(before[endpoint], 'latency', endpoint, nextOf(endpoint)),
    drawAfter: (endpoint) =>
      after === undefined
        ? 0
        : chance.delayMs(after[endpoint], 'latency after', endpoint, nextAfterOf(endpoint)),
  }
}

/** Tells of each endpoint how often it was asked about before: 0, 1, 2, … */
function createCounters(): (endpoint: Endpoint) => number {
  const counts = new Map<Endpoint, number>()
  return (endpoint) => {
    const nth = counts.get(endpoint) ?? 0
    counts.set(endpoint, nth + 1)
    return nth
  }
}
