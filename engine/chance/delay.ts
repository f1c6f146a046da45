import { normalQuantile } from './normal-quantile.ts'

/** Uniform over whole milliseconds, both ends included. */
export interface DelayRange {
  readonly minMs: number
  readonly maxMs: number
}

/** Lognormal, as is typical of networks and venues: half take longer than the median, one in twenty longer than `p95Ms`. */
export interface LognormalDelay {
  /** Greater than 0. */
  readonly medianMs: number
  /** At least the median. */
  readonly p95Ms: number
}

/** Measured values, at least one. All are equally likely. */
export interface EmpiricalDelay {
  readonly valuesMs: readonly number[]
}

/** How long something takes, in whole milliseconds. */
export type Delay = DelayRange | LognormalDelay | EmpiricalDelay

/** One day. It cuts off the infinite tail of a lognormal delay. */
export const longestDelayMs = 24 * 60 * 60 * 1000

const z95 = normalQuantile(0.95)

/** The quantile of a delay that is not constant, for a fraction in [0, 1). */
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

/** The value of a constant delay; undefined for any other. */
export function constantOf(delay: Delay): number | undefined {
  if ('minMs' in delay) return delay.minMs === delay.maxMs ? delay.minMs : undefined
  if ('valuesMs' in delay) return undefined
  return delay.medianMs === delay.p95Ms ? delay.medianMs : undefined
}
