import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Mutant } from '../mutant.ts'
import type { WatchMessage } from './plugin.ts'
import type { EndedScenario } from './scenario-watch.ts'
import { withoutSettings } from './without-settings.ts'

const specification = fileURLToPath(new URL('../../run/start.ts', import.meta.url))

const configuration = 'step-definitions/mutants/run/cucumber.ts'

/** The result of a run of the specification. */
export interface RunResult {
  readonly scenarios: readonly EndedScenario[]
  /** What our server did wrong, such as logging an error. */
  readonly faults: readonly string[]
  /** Why the run did not finish; undefined if it did. */
  readonly brokenOff: 'took too long' | 'could not run' | undefined
  readonly seconds: number
  /** The end of its output. */
  readonly outputTail: string
}

/** The progress of a run, in scenarios. */
export interface Progress {
  readonly done: number
  readonly failed: number
  readonly all: number
}

export interface RunOptions {
  /** A run that takes longer is stopped. */
  readonly longestMs: number
  /** The features to run; all by default. */
  readonly features?: readonly string[]
  readonly onProgress?: (progress: Progress) => void
}

/**
 * Short delays, for fast runs, with enough room between them for a busy machine; and a seed, so
 * that every run is the same.
 */
const settings = { LATENCY_MS: '40-150', EXECUTION_DELAY_MS: '700-1000', SEED: 'mutants' }

/** How long a stopped run may take to end. */
const endedWithinMs = 5000

/** Runs the specification against a mutant, or against our own server as it is. */
export async function runAgainst(
  mutant: Mutant | undefined,
  { longestMs, features = [], onProgress }: RunOptions,
): Promise<RunResult> {
  const startedAt = performance.now()
  // Reports of this run are discarded.
  const REPORTS = await mkdtemp(join(tmpdir(), 'papertape-mutant-'))
  const child = fork(specification, ['--config', configuration, ...features], {
    env: { ...withoutSettings(process.env), ...settings, REPORTS, MUTANT: mutant?.name ?? '' },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  // Not SIGKILL: the run must stop its server, which may hang.
  const end = () => child.kill('SIGTERM')
  process.once('exit', end)

  const scenarios: EndedScenario[] = []
  const faults: string[] = []
  let all = 0
  let hasEnded = false
  let outputTail = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      outputTail = (outputTail + text).slice(-2000)
    })
  }
  child.on('message', (message: WatchMessage) => {
    if (message.about === 'scenarios') all = message.count
    if (message.about === 'scenario') scenarios.push(message.ended)
    if (message.about === 'server') {
      faults.push(...message.faults)
      hasEnded = true
    }
    const failed = scenarios.filter(({ failure }) => failure !== undefined).length
    onProgress?.({ done: scenarios.length, failed, all })
  })
  let isLate = false
  const late = setTimeout(() => {
    isLate = true
    end()
    // A run that hangs itself ignores the signal.
    setTimeout(() => child.kill('SIGKILL'), endedWithinMs).unref()
  }, longestMs)
  await once(child, 'close')
  clearTimeout(late)
  await rm(REPORTS, { recursive: true, force: true })
  process.off('exit', end)
  const brokenOff = isLate
    ? 'took too long'
    : hasEnded && scenarios.length === all && all > 0
      ? undefined
      : 'could not run'
  const seconds = (performance.now() - startedAt) / 1000
  return { scenarios, faults, brokenOff, seconds, outputTail }
}
