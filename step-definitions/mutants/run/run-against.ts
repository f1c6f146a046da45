import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Mutant } from '../mutant.ts'
import type { RunMessage } from './plugin.ts'
import type { EndedScenario } from './scenario-watch.ts'
import { withoutSettings } from './without-settings.ts'

const specification = fileURLToPath(new URL('../../run/start.ts', import.meta.url))

const configuration = 'step-definitions/mutants/run/cucumber.ts'

/** The result of one run of the specification. */
export interface RunResult {
  readonly scenarios: readonly EndedScenario[]
  /** Errors that our server logged, and the like. */
  readonly faults: readonly string[]
  /** Why the run did not finish; undefined if it did. */
  readonly aborted: 'took too long' | 'could not run' | undefined
  readonly seconds: number
  /** The end of its output, up to 2,000 characters. */
  readonly lastOutput: string
}

export interface Progress {
  readonly done: number
  readonly failed: number
  readonly all: number
}

export interface RunOptions {
  /** The run is stopped after this time. */
  readonly longestMs: number
  /** The features to run; by default all. */
  readonly features?: readonly string[]
  /** Called after each message from the run. */
  readonly onProgress?: (progress: Progress) => void
}

/**
 * Short delays make runs fast, and the gap between them leaves slack for a busy machine. The seed makes
 * runs repeatable.
 */
const settings = { LATENCY_MS: '40-150', EXECUTION_DELAY_MS: '700-1000', SEED: 'mutants' }

/** How long a stopped run may take to end before it is killed. */
const endedWithinMs = 5000

/** Runs the specification against a mutant, or against our own server if it is undefined. */
export async function runAgainst(
  mutant: Mutant | undefined,
  { longestMs, features = [], onProgress }: RunOptions,
): Promise<RunResult> {
  const startedAt = performance.now()
  // Reports of the run are not needed, so they go to a temporary folder.
  const REPORTS = await mkdtemp(join(tmpdir(), 'papertape-mutant-'))
  const child = fork(specification, ['--config', configuration, ...features], {
    env: { ...withoutSettings(process.env), ...settings, REPORTS, MUTANT: mutant?.name ?? '' },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  // Not SIGKILL: the run has to stop its server, which may hang and would not notice.
  const end = () => child.kill('SIGTERM')
  process.once('exit', end)

  const scenarios: EndedScenario[] = []
  const faults: string[] = []
  let all = 0
  let hasEnded = false
  let lastOutput = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      lastOutput = (lastOutput + text).slice(-2000)
    })
  }
  child.on('message', (message: RunMessage) => {
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
    // A run that hangs itself does not react to SIGTERM.
    setTimeout(() => child.kill('SIGKILL'), endedWithinMs).unref()
  }, longestMs)
  await once(child, 'close')
  clearTimeout(late)
  await rm(REPORTS, { recursive: true, force: true })
  process.off('exit', end)
  const aborted = isLate
    ? 'took too long'
    : hasEnded && scenarios.length === all && all > 0
      ? undefined
      : 'could not run'
  const seconds = (performance.now() - startedAt) / 1000
  return { scenarios, faults, aborted, seconds, lastOutput }
}
