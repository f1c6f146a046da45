import { monitorEventLoopDelay } from 'node:perf_hooks'

/** How late the timers of a thread fired. */
export type LatenessFigures = {
  readonly meanMs: number
  readonly p99Ms: number
  readonly maxMs: number
}

/** Above this p99, times describe the client. */
export const maxLatenessMs = 50

const everyMs = 5
const toMs = (nanoseconds: number) => Math.max(nanoseconds / 1e6 - everyMs, 0)

/**
 * Measures how late timers fire in its own thread, so that a delay of the client is not attributed
 * to the server.
 */
export class Lateness {
  readonly #histogram = monitorEventLoopDelay({ resolution: everyMs })

  watch(): void {
    this.#histogram.reset()
    this.#histogram.enable()
  }

  /** The lateness since `watch`; stops watching. */
  seen(): LatenessFigures {
    this.#histogram.disable()
    const { mean, max } = this.#histogram
    return { meanMs: toMs(mean), p99Ms: toMs(this.#histogram.percentile(99)), maxMs: toMs(max) }
  }
}
