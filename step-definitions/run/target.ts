import { randomBytes } from 'node:crypto'
import { writtenRange } from '../support/delay-range.ts'
import { eventually } from '../support/eventually.ts'
import { responseTo } from '../support/http.ts'
import { writtenLatencies } from '../support/latencies.ts'
import { parseProfile } from '../support/profile.ts'
import { reasonOf } from '../support/reason.ts'
import { measureConnectMs } from './connect-time.ts'
import { discoverProfile, type Profile, takesOutcomes } from './discovery.ts'
import { OwnServer } from './own-server.ts'
import { showWaiting } from './waiting-line.ts'

const reachableWithinMs = 30_000

const unknownSeed = 'unknown (set SEED to record it)'

type Environment = Readonly<Record<string, string | undefined>>

/** The server under test. */
export type Target = {
  readonly url: string
  /** The address of its control API, if it is known to have one. */
  readonly controlUrl?: string | undefined
  readonly profile: Profile
  /** Undefined for an external server. */
  readonly server?: OwnServer
  /** The shortest time to connect, in milliseconds. */
  readonly connectMs: number
  /** Its seed, or a text that says that it is unknown. */
  readonly seed: string
  readonly latencyMs: string
  readonly executionDelayMs: string
}

/**
 * Waits up to 30 s for any reply at BASE_URL; without BASE_URL, starts our own server. Rejects with
 * a message that says which setting to fix.
 */
export async function findTarget(env: Environment): Promise<Target> {
  // Imported here because it throws on a bad setting, which must become a rejection.
  const { executionDelay, latencies } = await import('../support/settings.ts')
  const delays = {
    latencyMs: writtenLatencies(latencies),
    executionDelayMs: writtenRange(executionDelay),
  }
  await checkDialect(env)
  if (env.BASE_URL) {
    const controlUrl = env.CONTROL_URL && addressIn('CONTROL_URL', env.CONTROL_URL).origin
    const setProfile = profileSetBy(env, controlUrl)
    const url = await reachable(env.BASE_URL)
    const profile = setProfile ?? (await profileOf(url, controlUrl))
    const connectMs = await measureConnectMs(url)
    return { url, controlUrl, profile, connectMs, seed: env.SEED || unknownSeed, ...delays }
  }
  if (delays.latencyMs.includes('=')) {
    throw new Error(
      'LATENCY_MS must be one range, because our own server has one for all endpoints.',
    )
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
    source: 'our own server',
  }
  return {
    url,
    controlUrl,
    profile,
    connectMs: await measureConnectMs(url),
    server,
    seed,
    ...delays,
  }
}

/** Throws if DIALECT is set and unusable. */
async function checkDialect({ DIALECT, BASE_URL }: Environment): Promise<void> {
  if (!DIALECT) return
  if (!BASE_URL)
    throw new Error(
      'DIALECT needs BASE_URL, because our own server uses the spelling of the contract.',
    )
  const { readDialectFile } = await import('../support/dialect/read-dialect.ts')
  readDialectFile(DIALECT)
}

/** The profile in PROFILE, if it is set; throws if it is invalid. */
function profileSetBy(env: Environment, controlUrl: string | undefined): Profile | undefined {
  if (!env.PROFILE) return undefined
  const claims = parseProfile(env.PROFILE)
  if (claims.has('control') && !controlUrl) {
    throw new Error(
      'PROFILE claims control, but no control API is known: set CONTROL_URL, or remove control.',
    )
  }
  return { claims, source: 'set by PROFILE' }
}

/** The claims of an external server. CONTROL_URL implies control, which no description mentions. */
async function profileOf(url: string, controlUrl: string | undefined): Promise<Profile> {
  if (!controlUrl) return discoverProfile(url)
  const name = (await takesOutcomes(url)) ? 'outcome-header' : 'control'
  return { claims: parseProfile(name), source: 'because CONTROL_URL is set' }
}

/** The environment variables that tell the workers about the target. */
export const environmentOf = ({ url, controlUrl, profile, connectMs, server, seed }: Target) => ({
  BASE_URL: url,
  CONNECT_MS: `${connectMs}`,
  PROFILE: [...profile.claims].join(),
  CONTROL_URL: controlUrl ?? '',
  ...(server && { SEED: seed }),
})

/** Waits until the server at an address answers. */
async function reachable(address: string): Promise<string> {
  addressIn('BASE_URL', address)
  const end = showWaiting(address, reachableWithinMs)
  await eventually(reachableWithinMs, () => probe(address)).finally(end)
  return address
}

/** Parses the address in a variable; throws if it is not a plain origin. */
function addressIn(name: string, address: string): URL {
  const url = URL.parse(address)
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new Error(`${name} must be an address such as http://localhost:8080, not "${address}".`)
  }
  if (url.href !== `${url.origin}/`) {
    throw new Error(
      `${name} must be an origin such as ${url.origin}, not "${address}": a path, a query or ` +
        'credentials would be ignored.',
    )
  }
  return url
}

/** Throws if there is no reply yet. Any reply will do, so its body is not read. */
async function probe(address: string): Promise<void> {
  const sent = { method: 'GET', url: address, headers: { connection: 'close' }, body: undefined }
  try {
    const response = await responseTo(sent, AbortSignal.timeout(2000))
    response.destroy()
  } catch (error) {
    throw new Error(`No reply at BASE_URL ${address}: ${reasonOf(error)}`, { cause: error })
  }
}
