import type { Chance, Delay, SetupRecords } from '../../engine/index.ts'

/** The endpoints with a latency. */
export const endpoints = [
  'POST /orders',
  'GET /orders',
  'GET /orders/{orderId}',
  'DELETE /orders/{orderId}',
  'DELETE /orders',
] as const
export type Endpoint = (typeof endpoints)[number]

const recordName = 'latency'

/** The delay of each endpoint. */
export type EndpointDelays = Readonly<Record<Endpoint, Delay>>

/** Expands one delay for all endpoints to a delay for each. */
export const perEndpoint = (delay: Delay | EndpointDelays): EndpointDelays =>
  'GET /orders' in delay
    ? delay
    : // `fromEntries` widens the keys to string.
      (Object.fromEntries(endpoints.map((name) => [name, delay])) as Record<Endpoint, Delay>)

/** The latencies before and after the commit. */
export interface LatencySetting {
  /** The delay before a request acts. */
  readonly before: EndpointDelays
  /** The delay between acting and replying; undefined for none. */
  readonly after: EndpointDelays | undefined
}

/**
 * Creates the latencies of a venue's endpoints. The nth draw of an endpoint depends on the seed and n alone, so
 * which request gets it depends on the order in which requests arrive. Latencies that were set are kept
 * in `records`.
 */
export function createLatencies(
  chance: Chance,
  latency: Delay | EndpointDelays,
  records?: SetupRecords,
) {
  const nextOf = createCounters()
  const nextAfterOf = createCounters()
  // Written by `set`.
  let changed = records?.get(recordName) as LatencySetting | undefined
  const opened: LatencySetting = { before: perEndpoint(latency), after: undefined }
  const current = () => changed ?? opened
  return {
    get before() {
      return current().before
    },
    get after() {
      return current().after
    },
    /** What was last set; undefined while the venue has the latency that it was opened with. */
    get changed() {
      return changed
    },
    /** Changes the latencies of later requests. */
    set(setting: LatencySetting) {
      records?.set(recordName, setting)
      changed = setting
    },
    /** Draws how long the next request to an endpoint waits before it acts, in milliseconds. */
    draw: (endpoint: Endpoint) =>
      chance.delayMs(current().before[endpoint], 'latency', endpoint, nextOf(endpoint)),
    /** Draws the wait between acting and replying, in milliseconds; 0 if `after` is undefined. */
    drawAfter(endpoint: Endpoint) {
      const { after } = current()
      return after === undefined
        ? 0
        : chance.delayMs(after[endpoint], 'latency after', endpoint, nextAfterOf(endpoint))
    },
  }
}

/** Counts per endpoint: the first call returns 0, the next 1, and so on. */
function createCounters(): (endpoint: Endpoint) => number {
  const counts = new Map<Endpoint, number>()
  return (endpoint) => {
    const nth = counts.get(endpoint) ?? 0
    counts.set(endpoint, nth + 1)
    return nth
  }
}
