import { randomBytes } from 'node:crypto'
import type { DelayRange } from '../support/delay-range.ts'
import { eventually } from '../support/eventually.ts'
import { parseProfile } from '../support/profile.ts'
import { reasonOf } from '../support/reason.ts'
import { measureConnectMs } from './connect-time.ts'
import { discoverProfile, type Profile, takesOutcomes } from './discovery.ts'
import { OwnServer } from './own-server.ts'

const answersWithinMs = 30_000

type Environment = Readonly<Record<string, string | undefined>>

/** The platform that is judged. */
export type Target = {
  readonly url: string
  /** Where its venues are controlled; undefined where they are not, as far as we know. */
  readonly controlUrl?: string | undefined
  readonly profile: Profile
  /** Undefined when the platform is not ours. */
  readonly server?: OwnServer
  /** How long it takes to connect to it. */
  readonly wayMs: number
  /** What it was given as its seed, as far as we know. */
  readonly seed: string
  readonly latencyMs: string
  readonly executionDelayMs: string
}

/**
 * The platform at BASE_URL once it answers anything at all; without BASE_URL one of our own.
 * Rejects with what a person has to mend.
 */
export async function findTarget(env: Environment): Promise<Target> {
  // Loaded here, because it throws when a setting is bad, which is told like all else.
  const { executionDelay, latency } = await import('../support/settings.ts')
  const delays = { latencyMs: written(latency), executionDelayMs: written(executionDelay) }
  await readDialect(env)
  if (env.BASE_URL) {
    const controlUrl = env.CONTROL_URL && addressIn('CONTROL_URL', env.CONTROL_URL).origin
    const setProfile = profileSetBy(env, controlUrl)
    const url = await answering(env.BASE_URL)
    const profile = setProfile ?? (await profileOf(url, controlUrl))
    const wayMs = await measureConnectMs(url)
    return { url, controlUrl, profile, wayMs, seed: env.SEED || 'not told: set SEED', ...delays }
  }
  const seed = env.SEED || randomBytes(6).toString('hex')
  const { url, controlUrl, server } = await OwnServer.start({
    SEED: seed,
    LATENCY_MS: delays.latencyMs,
    EXECUTION_DELAY_MS: delays.executionDelayMs,
    OUTCOME_HEADERS: 'on',
    LOG_LEVEL: 'info',
  })
  const profile = profileSetBy(env, controlUrl) ?? {
    claims: parseProfile(controlUrl ? 'outcome-header' : 'contract'),
    source: 'as our own server',
  }
  return { url, controlUrl, profile, wayMs: await measureConnectMs(url), server, seed, ...delays }
}

/** Throws what is wrong with the dialect, if one is named. */
async function readDialect({ DIALECT, BASE_URL }: Environment): Promise<void> {
  if (!DIALECT) return
  if (!BASE_URL) throw new Error('DIALECT needs BASE_URL: our own server speaks the contract.')
  const { readDialectFile } = await import('../support/dialect/read-dialect.ts')
  readDialectFile(DIALECT)
}

/** The profile that PROFILE says, if it says one; throws what a person has to mend. */
function profileSetBy(env: Environment, controlUrl: string | undefined): Profile | undefined {
  if (!env.PROFILE) return undefined
  const claims = parseProfile(env.PROFILE)
  if (claims.has('control') && !controlUrl) {
    throw new Error('PROFILE claims control, but there is none: set CONTROL_URL, or leave it out.')
  }
  return { claims, source: 'as PROFILE says' }
}

/** What another's server claims: control is not described, but known to be there. */
async function profileOf(url: string, controlUrl: string | undefined): Promise<Profile> {
  if (!controlUrl) return discoverProfile(url)
  const name = (await takesOutcomes(url)) ? 'outcome-header' : 'control'
  return { claims: parseProfile(name), source: 'as CONTROL_URL is set' }
}

/** What the workers have to know of the target. */
export const environmentOf = ({ url, controlUrl, profile, wayMs, server, seed }: Target) => ({
  BASE_URL: url,
  WAY_MS: `${wayMs}`,
  PROFILE: [...profile.claims].join(),
  CONTROL_URL: controlUrl ?? '',
  // Compiled once for all of them, and for the next run.
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE || 'node_modules/.cache/node',
  ...(server && { SEED: seed }),
})

async function answering(address: string): Promise<string> {
  addressIn('BASE_URL', address)
  const hopeless = await eventually(answersWithinMs, () => probe(address))
  if (hopeless) throw hopeless
  return address
}

/** The address that a variable holds; throws what a person has to mend. */
function addressIn(name: string, address: string): URL {
  const url = URL.parse(address)
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new Error(`${name} must be an address such as http://localhost:8080, not "${address}".`)
  }
  if (url.href !== `${url.origin}/`) {
    throw new Error(
      `${name} must end with the host and the port, as ${url.origin} does: a path, a query or a ` +
        `user's name, as in "${address}", would not be used.`,
    )
  }
  return url
}

/** Throws when nothing answers yet; answers with an error when nothing ever will. */
async function probe(address: string): Promise<Error | undefined> {
  try {
    await fetch(address, { signal: AbortSignal.timeout(2000) })
    return undefined
  } catch (error) {
    const reason = reasonOf(error)
    const nothing = new Error(`Nothing answers at BASE_URL ${address}: ${reason}`, { cause: error })
    // Some ports no fetch may ask, whoever listens there (https://fetch.spec.whatwg.org/#bad-port).
    if (reason === 'bad port') return nothing
    throw nothing
  }
}

const written = ({ shortestMs, longestMs }: DelayRange) =>
  shortestMs === longestMs ? `${shortestMs}` : `${shortestMs}-${longestMs}`
