import { parseDelayRange } from './delay-range.ts'
import { type Claim, parseProfile } from './profile.ts'

const { env } = process

/** What the target claims: nothing else of it is judged. */
export const claims = {
  has: (claim: Claim): boolean => claimed().has(claim),
}

let profile: ReadonlySet<Claim> | undefined

// Read when it is first needed: the run itself may have to find it out.
function claimed(): ReadonlySet<Claim> {
  profile ??= parseProfile(env.PROFILE || 'contract')
  return profile
}

/** How long each order endpoint of the target is expected to wait. */
export const latency = parseDelayRange('LATENCY_MS', env.LATENCY_MS || '100-1000')

/** How long the target is expected to keep an order PENDING. */
export const executionDelay = parseDelayRange(
  'EXECUTION_DELAY_MS',
  env.EXECUTION_DELAY_MS || '1500-3000',
)

/** How much longer than promised anything may take on a busy machine before we give up on it. */
const machineMs = 5000

/** Give up on a reply after this long. */
export const replyWithinMs = latency.longestMs + machineMs

/** Give up on a change of an order after this long, counted from when it was confirmed. */
export const changeWithinMs = latency.longestMs + executionDelay.longestMs + machineMs

/** Give up on a step after this long: it may ask several times in a row, or place many orders. */
export const stepWithinMs = 4 * changeWithinMs + 15_000

/** How long it takes to connect to the target, as was measured. */
export const connectMs = Number(env.WAY_MS ?? 0)

/** The seed of the venues that a scenario opens: it tells each scenario's from all others'. */
export const seedOf = (scenario: string) => `${env.SEED ?? ''} ${scenario}`.trim().slice(0, 200)

/** Where its control API is; undefined where none is offered. */
export const controlAddress = (): URL | undefined =>
  env.CONTROL_URL ? new URL(env.CONTROL_URL) : undefined

/** What the control API asks everybody to bear, if anything. */
export const controlToken = env.CONTROL_TOKEN

/** Where the platform under judgement is. */
export function target(): URL {
  const address = env.BASE_URL
  if (!address) throw new Error('BASE_URL is not set: run the specification with its own config')
  return new URL(address)
}
