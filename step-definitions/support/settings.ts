import { type DelayRange, parseDelayRange } from './delay-range.ts'
import { orderRequestIn } from './dialect/endpoints.ts'
import { readDialectFile } from './dialect/read-dialect.ts'
import { envelopeOf, parseLatencies } from './latencies.ts'
import { type Claim, parseProfile } from './profile.ts'
import type { Request } from './request.ts'

const { env } = process

/** What the target claims. The specification checks nothing else. */
export const claims = {
  has: (claim: Claim): boolean => claimed().has(claim),
}

let profile: { readonly text: string; readonly claims: ReadonlySet<Claim> } | undefined

// Not read when loaded, because a run may discover it.
function claimed(): ReadonlySet<Claim> {
  const text = env.PROFILE || 'contract'
  if (profile?.text !== text) profile = { text, claims: parseProfile(text) }
  return profile.claims
}

/** The delays that the dialect declares. The environment variables precede them. */
const declared = env.DIALECT ? readDialectFile(env.DIALECT) : {}

/** The expected latency of each order endpoint of the target. */
export const latencies = parseLatencies(
  'LATENCY_MS',
  env.LATENCY_MS || declared.latencyMs || '100-1000',
)

/** From the shortest to the longest latency of any order endpoint. */
export const latency = envelopeOf(latencies)

/** The expected latency of a request; of any order endpoint if it goes to none. */
export function latencyOf(request: Pick<Request, 'method' | 'path'>): DelayRange {
  const endpoint = orderRequestIn(request)?.endpoint
  return endpoint ? latencies[endpoint] : latency
}

/** The expected execution delay of the target. */
export const executionDelay = parseDelayRange(
  'EXECUTION_DELAY_MS',
  env.EXECUTION_DELAY_MS || declared.executionDelayMs || '1500-3000',
)

/** How much longer than promised anything may take on a busy machine. */
const machineMs = 5000

/** The time limit for a reply. */
export const replyWithinMs = latency.longestMs + machineMs

/** The time limit for a change of an order, from its confirmation. */
export const changeWithinMs = latency.longestMs + executionDelay.longestMs + machineMs

/** The time limit for a step, which may send several requests in a row or place many orders. */
export const stepWithinMs = 4 * changeWithinMs + 15_000

/** The measured time that it takes to connect to the target. */
export const connectMs = Number(env.CONNECT_MS ?? 0)

/**
 * How many requests the target serves at the same moment; infinite if the run found no limit. Set
 * before the first scenario.
 */
export const requestsAtOnce = () => Number(env.REQUESTS_AT_ONCE || Number.POSITIVE_INFINITY)

/** The seed of a scenario's own venue, different for each scenario. */
export const seedOf = (scenario: string) => `${env.SEED ?? ''} ${scenario}`.trim().slice(0, 200)

/** The address of the control API; undefined if the target has none. */
export const controlAddress = (): URL | undefined =>
  env.CONTROL_URL ? new URL(env.CONTROL_URL) : undefined

/** The bearer token of the control API, if it requires one. */
export const controlToken = env.CONTROL_TOKEN

/** The address of the target; throws if BASE_URL is not set. */
export function target(): URL {
  const address = env.BASE_URL
  if (!address) throw new Error('BASE_URL is not set: start the specification with npm run spec')
  return new URL(address)
}
