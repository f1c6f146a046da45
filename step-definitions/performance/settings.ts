import { nameOf, parseProfile } from '../support/profile.ts'
import { executionDelay, latency, target } from '../support/settings.ts'
import { readBaseline } from './baseline.ts'
import { parseBurst } from './burst.ts'
import type { Asked } from './make-record.ts'
import type { Conditions, PerformanceRecord } from './record.ts'
import { parseThresholds } from './thresholds.ts'
import { parseTolerance } from './tolerance.ts'

const { env } = process

/** How large the burst is. */
export const burst = parseBurst(env)

const conditions: Conditions = { ...burst, declared: { latency, executionDelay } }
const thresholds = parseThresholds(env.THRESHOLDS, burst)
const tolerance = parseTolerance(env.TOLERANCE)

/** The run at that place, if it can be compared with this one; throws what a person has to mend. */
export const baselineAt = (path: string): PerformanceRecord => readBaseline(path, conditions)

/** What is asked of the run. */
export const asked = (): Asked => ({
  target: target().href,
  profile: nameOf(parseProfile(env.PROFILE || 'contract')),
  seed: env.SEED || 'not told',
  conditions,
  thresholds,
  tolerance,
  repetitions: Number(env.REPEAT || 1),
  ...(env.BASELINE && { baseline: baselineAt(env.BASELINE) }),
})
