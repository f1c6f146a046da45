import { randomBytes } from 'node:crypto'
import type { DelayRange } from '../support/delay-range.ts'
import { eventually } from '../support/eventually.ts'
import { reasonOf } from '../support/reason.ts'
import { OwnServer } from './own-server.ts'

const answersWithinMs = 30_000

/** How much sooner than any execution a cancellation must arrive, for a busy machine to be in time. */
const slackMs = 500

/** The platform that is judged. */
export type Target = {
  readonly url: string
  /** Undefined when the platform is not ours. */
  readonly server?: OwnServer
  /** What it was given as its seed, as far as we know. */
  readonly seed: string
  readonly latencyMs: string
  readonly executionDelayMs: string
}

/**
 * The platform at BASE_URL once it answers anything at all; without BASE_URL one of our own.
 * Rejects with what a person has to mend.
 */
export async function findTarget(env: Record<string, string | undefined>): Promise<Target> {
  // Loaded here, because it throws when a setting is bad, which is told like all else.
  const { executionDelay, latency } = await import('../support/settings.ts')
  if (executionDelay.shortestMs < latency.longestMs + slackMs) {
    throw new Error(
      `EXECUTION_DELAY_MS must begin ${slackMs} ms after LATENCY_MS ends, or later: else no order ` +
        'is sure to be PENDING when somebody cancels it.',
    )
  }
  const delays = { latencyMs: written(latency), executionDelayMs: written(executionDelay) }
  if (env.BASE_URL) {
    const url = await answering(env.BASE_URL)
    return { url, seed: env.SEED || 'its own', ...delays }
  }
  const seed = env.SEED || randomBytes(6).toString('hex')
  const { url, server } = await OwnServer.start({
    SEED: seed,
    LATENCY_MS: delays.latencyMs,
    EXECUTION_DELAY_MS: delays.executionDelayMs,
    LOG_LEVEL: 'info',
  })
  return { url, server, seed, ...delays }
}

async function answering(address: string): Promise<string> {
  if (!/^https?:$/.test(URL.parse(address)?.protocol ?? '')) {
    throw new Error(`BASE_URL must be an address such as http://localhost:8080, not "${address}".`)
  }
  await eventually(answersWithinMs, () => knock(address))
  return address
}

async function knock(address: string): Promise<void> {
  try {
    await fetch(address, { signal: AbortSignal.timeout(2000) })
  } catch (error) {
    throw new Error(`Nothing answers at BASE_URL ${address}: ${reasonOf(error)}`)
  }
}

const written = ({ shortestMs, longestMs }: DelayRange) =>
  shortestMs === longestMs ? `${shortestMs}` : `${shortestMs}-${longestMs}`
