import { monitorEventLoopDelay } from 'node:perf_hooks'

/** How late a thread noticed what it waited for: how much later than due a timer fired. */
export type LatenessSeen = {
  readonly meanMs: number
  readonly p99Ms: number
  readonly maxMs: number
}

const everyMs = 5
const toMs = (nanoseconds: number) => Math.max(nanoseconds / 1e6 - everyMs, 0)

/** Watches how late its own thread is: a client that is late itself must not blame the server. */
export class Lateness {
  readonly #histogram = monitorEventLoopDelay({ resolution: everyMs })

  watch(): void {
    this.#histogram.reset()
    this.#histogram.enable()
  }

  /** How late it was since it began to watch. */
  seen(): LatenessSeen {
    this.#histogram.disable()
    const { mean, max } = this.#histogram
    return { meanMs: toMs(mean), p99Ms: toMs(this.#histogram.percentile(99)), maxMs: toMs(max) }
  }
}
