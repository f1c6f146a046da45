import { nameOf, parseProfile } from '../support/profile.ts'
import { executionDelay, latencies, target } from '../support/settings.ts'
import { readBaseline } from './baseline.ts'
import { parseBurst } from './burst.ts'
import type { RunSettings } from './make-record.ts'
import type { Conditions, PerformanceRecord } from './record.ts'
import { parseThresholds } from './thresholds.ts'
import { parseTolerance } from './tolerance.ts'

const { env } = process

export const burst = parseBurst(env)

const conditions: Conditions = { ...burst, declared: { latency: latencies.place, executionDelay } }
const thresholds = parseThresholds(env.THRESHOLDS, burst)
const tolerance = parseTolerance(env.TOLERANCE)

/** The record in a file, if it is comparable with this run; throws otherwise. */
export const baselineAt = (path: string): PerformanceRecord => readBaseline(path, conditions)

export const runSettings = (): RunSettings => ({
  target: target().href,
  profile: nameOf(parseProfile(env.PROFILE || 'contract')),
  seed: env.SEED || 'unknown',
  conditions,
  thresholds,
  tolerance,
  repetitions: Number(env.REPEAT || 1),
  ...(env.BASELINE && { baseline: baselineAt(env.BASELINE) }),
})
