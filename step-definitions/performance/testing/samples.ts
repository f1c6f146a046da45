import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { times } from '../../support/times.ts'
import type { Circumstances } from '../circumstances.ts'
import { minBursts } from '../comparison.ts'
import type { RunSettings } from '../make-record.ts'
import type { OrderTimes } from '../measures.ts'
import type { Threshold } from '../thresholds.ts'

/** Uniform random numbers from 0 to 1; the same seed gives the same sequence. */
export function evenDraws(seed: number): () => number {
  const random = xoroshiro128plus(seed)
  return () => (random.next() >>> 0) / 2 ** 32
}

/** A plausible burst of a venue that keeps its promises; `slowerMs` is added to each execution. */
export function burstOf(count: number, seed: number, slowerMs = 0): OrderTimes[] {
  const draw = evenDraws(seed)
  return times(count, (index) => {
    const sentAtMs = index / 2
    const disclosedWaitMs = Math.round(100 + 900 * draw())
    const confirmedAtMs = sentAtMs + disclosedWaitMs + 2 + 8 * draw()
    return {
      sentAtMs,
      confirmedAtMs,
      announcedAtMs: confirmedAtMs - 2 + 3 * draw(),
      executedAtMs: confirmedAtMs + 1500 + 1500 * draw() + slowerMs,
      disclosedWaitMs,
    }
  })
}

/** As many bursts as a comparison needs. */
export const burstsOf = (count: number, seed: number, slowerMs = 0): OrderTimes[][] =>
  times(minBursts, (nth) => burstOf(count, seed * minBursts + nth, slowerMs))

/** The settings of a run with one burst of 50 orders and one listener. */
export const settingsWith = (...thresholds: Threshold[]): RunSettings => ({
  conditions: {
    orders: 50,
    listeners: 1,
    declared: {
      latency: { shortestMs: 100, longestMs: 1000 },
      executionDelay: { shortestMs: 1500, longestMs: 3000 },
    },
  },
  target: 'http://127.0.0.1:8080/',
  profile: 'core',
  seed: '42',
  thresholds,
  tolerance: { percent: 2, ms: 10 },
  repetitions: 1,
})

const inTime = { meanMs: 1, p99Ms: 10, maxMs: 20 }

/** A punctual client on an idle machine. */
export const reliable: Circumstances = {
  lateness: { sending: inTime, listening: inTime },
  machineIdlePercent: 40,
}
