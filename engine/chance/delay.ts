import { normalQuantile } from './normal-quantile.ts'

/** A stretch of whole milliseconds, both ends included; drawn from uniformly. */
export interface DelayRange {
  readonly minMs: number
  readonly maxMs: number
}

/** As networks and venues have it: half take longer than the median, one in twenty longer than `p95Ms`. */
export interface LognormalDelay {
  /** Greater than 0. */
  readonly medianMs: number
  /** At least the median. */
  readonly p95Ms: number
}

/** As somebody measured it: each of the values, at least one, is as likely as any other. */
export interface EmpiricalDelay {
  readonly valuesMs: readonly number[]
}

/** How long something takes, in whole milliseconds. */
export type Delay = DelayRange | LognormalDelay | EmpiricalDelay

/** No delay is longer than a day: there the tail of a lognormal one ends, which else goes on for ever. */
export const longestDelayMs = 24 * 60 * 60 * 1000

const z95 = normalQuantile(0.95)

/** The delay below which a fraction of all, in [0, 1), stay; of one that is not constant. */
export function delayAt(delay: Delay, fraction: number): number {
  if ('minMs' in delay) {
    const { minMs, maxMs } = delay
    return minMs + Math.floor(fraction * (maxMs - minMs + 1))
  }
  if ('valuesMs' in delay) {
    return delay.valuesMs[Math.floor(fraction * delay.valuesMs.length)] as number
  }
  const { medianMs, p95Ms } = delay
  const ms = medianMs * (p95Ms / medianMs) ** (normalQuantile(fraction) / z95)
  return Math.min(Math.round(ms), longestDelayMs)
}

/** How long it always is; undefined where that differs. */
export function constantOf(delay: Delay): number | undefined {
  if ('minMs' in delay) return delay.minMs === delay.maxMs ? delay.minMs : undefined
  if ('valuesMs' in delay) return undefined
  return delay.medianMs === delay.p95Ms ? delay.medianMs : undefined
}
