import { type DelayRange, parseDelayRange, writtenRange } from './delay-range.ts'
import type { Endpoint } from './dialect/dialect-file.ts'
import { ourEndpoints } from './dialect/our-spelling.ts'

/** The latency of each order endpoint. */
export type Latencies = Readonly<Record<Endpoint, DelayRange>>

const endpoints = Object.keys(ourEndpoints) as Endpoint[]
const requestOf = (endpoint: Endpoint) => ourEndpoints[endpoint].request

/**
 * Parses one range for all endpoints, such as `100-1000`, or a range for each, such as
 * `POST /orders=0,*=100-1000`: endpoints have the contract's names, and `*` stands for all others.
 * Throws on anything else; the error names the variable.
 */
export function parseLatencies(name: string, text: string): Latencies {
  if (!text.includes('=')) return forAll(parseDelayRange(name, text))
  const ranges = new Map<string, DelayRange>()
  for (const part of text.split(',')) {
    const [key = '', range = '', more] = part.split('=').map((word) => word.trim())
    const isKnown = key === '*' || endpoints.some((endpoint) => requestOf(endpoint) === key)
    if (!isKnown || ranges.has(key) || more !== undefined) throw invalid(name, text)
    ranges.set(key, parseDelayRange(name, range))
  }
  return forEach((endpoint) => {
    const range = ranges.get(requestOf(endpoint)) ?? ranges.get('*')
    if (!range) throw invalid(name, text)
    return range
  })
}

const forEach = (rangeOf: (endpoint: Endpoint) => DelayRange): Latencies => ({
  place: rangeOf('place'),
  find: rangeOf('find'),
  list: rangeOf('list'),
  cancel: rangeOf('cancel'),
})

const forAll = (range: DelayRange) => forEach(() => range)

const invalid = (name: string, text: string) =>
  new Error(
    `${name} must be a range such as 100-1000, or one for each endpoint, such as ` +
      `POST /orders=0,*=100-1000 (the endpoints are ${endpoints.map(requestOf).join(', ')}), ` +
      `but is "${text}"`,
  )

/** From the shortest to the longest of these latencies; by default of all. */
export function envelopeOf(
  latencies: Latencies,
  some: readonly Endpoint[] = endpoints,
): DelayRange {
  const ranges = some.map((endpoint) => latencies[endpoint])
  return {
    shortestMs: Math.min(...ranges.map(({ shortestMs }) => shortestMs)),
    longestMs: Math.max(...ranges.map(({ longestMs }) => longestMs)),
  }
}

/** As `parseLatencies` reads them, in the shortest way. */
export function writtenLatencies(latencies: Latencies): string {
  const all = endpoints.map((endpoint) => [requestOf(endpoint), writtenRange(latencies[endpoint])])
  const [, first = ''] = all[0] ?? []
  if (all.every(([, range]) => range === first)) return first
  return all.map((pair) => pair.join('=')).join(',')
}
