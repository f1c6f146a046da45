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

/** What a run of the specification found. */
export interface RunResult {
  readonly scenarios: readonly EndedScenario[]
  /** What our server did that a good one does not do. */
  readonly faults: readonly string[]
  /** Why it came to no end; undefined where it did. */
  readonly aborted: 'took too long' | 'could not run' | undefined
  readonly seconds: number
  /** What it wrote last, where it could not run. */
  readonly lastOutput: string
}

/** How far a run has come. */
export interface Progress {
  readonly done: number
  readonly failed: number
  readonly all: number
}

export interface RunOptions {
  /** It is ended where it takes longer. */
  readonly longestMs: number
  /** The features that are played; all of them, where none are named. */
  readonly features?: readonly string[]
  /** Is called whenever it has come further. */
  readonly onProgress?: (progress: Progress) => void
}

/**
 * Delays that are short, so that nothing is waited for long, and with room between them for a machine
 * that is busy; and a seed, so that every run is the same one.
 */
const settings = { LATENCY_MS: '40-150', EXECUTION_DELAY_MS: '700-1000', SEED: 'mutants' }

/** What is told to end has no longer for that. */
const endedWithinMs = 5000

/** Holds the specification against a mutant, or without one against our own server as it is. */
export async function runAgainst(
  mutant: Mutant | undefined,
  { longestMs, features = [], onProgress }: RunOptions,
): Promise<RunResult> {
  const startedAt = performance.now()
  // Whatever it leaves there, nobody wants to read.
  const REPORTS = await mkdtemp(join(tmpdir(), 'papertape-mutant-'))
  const child = fork(specification, ['--config', configuration, ...features], {
    env: { ...withoutSettings(process.env), ...settings, REPORTS, MUTANT: mutant?.name ?? '' },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  // Not SIGKILL: it has to take its server with it, which may be stuck and then hears of nothing.
  const end = () => child.kill('SIGTERM')
  process.once('exit', end)

  const scenarios: EndedScenario[] = []
  const faults: string[] = []
  let all = 0
  let hasEnded = false
  let lastWords = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      lastWords = (lastWords + text).slice(-2000)
    })
  }
  child.on('message', (told: RunMessage) => {
    if (told.about === 'scenarios') all = told.count
    if (told.about === 'scenario') scenarios.push(told.ended)
    if (told.about === 'server') {
      faults.push(...told.faults)
      hasEnded = true
    }
    const failed = scenarios.filter(({ failure }) => failure !== undefined).length
    onProgress?.({ done: scenarios.length, failed, all })
  })
  let isLate = false
  const late = setTimeout(() => {
    isLate = true
    end()
    // A run that is stuck itself does not hear that.
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
  return { scenarios, faults, aborted: brokenOff, seconds, lastOutput: lastWords }
}
