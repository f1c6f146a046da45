import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EndedScenario } from '../../run/scenario-watch.ts'
import { type Progress, watchedRun } from '../../run/watched-run.ts'
import type { Mutant } from '../mutant.ts'
import { withoutSettings } from './without-settings.ts'

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

/** Runs the specification against a mutant, or against our own server as it is. */
export async function runAgainst(
  mutant: Mutant | undefined,
  { features = [], ...options }: RunOptions,
): Promise<RunResult> {
  // Reports of this run are discarded.
  const REPORTS = await mkdtemp(join(tmpdir(), 'papertape-mutant-'))
  const env = { ...withoutSettings(process.env), ...settings, REPORTS, MUTANT: mutant?.name ?? '' }
  const found = await watchedRun(['--config', configuration, ...features], { ...options, env })
  await rm(REPORTS, { recursive: true, force: true })
  const { scenarios, all, faults, isLate } = found
  const hasFinished = faults !== undefined && scenarios.length === all && all > 0
  const brokenOff = isLate ? 'took too long' : hasFinished ? undefined : 'could not run'
  return { ...found, faults: faults ?? [], brokenOff }
}
