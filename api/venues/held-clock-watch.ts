import type { Clock, Instant } from '../../engine/index.ts'
import { instantView } from '../views/instant-view.ts'

/** Requests that wait for time to pass. */
export interface TimedWaits {
  readonly count: number
  /** When the first of them goes on, on the venue's clock. */
  readonly until: Instant
}

/** Requests that wait on a held clock while nobody moves it. */
export interface StuckRequests extends TimedWaits {
  readonly venue: string
}

/**
 * Is called when a venue's requests begin to wait for time; `waits` says which do. The result is called
 * when none of them waits any more.
 */
export type WaitWatch = (waits: () => TimedWaits) => () => void

export interface HeldClockWatchOptions {
  readonly venue: string
  readonly clock: Clock
  /** Real time. */
  readonly processClock: Clock
  readonly onStuck: (stuck: StuckRequests) => void
}

/** How long, in real time, a held clock may stand still while a request waits for it. */
const patienceMs = 2000

/**
 * Watches a held clock for which requests wait, and reports once when nobody has moved it for two seconds, or
 * up to four after a move. It has one timer while requests wait, however many, and none otherwise.
 */
export function watchHeldClock(options: HeldClockWatchOptions): WaitWatch {
  const { venue, clock, processClock, onStuck } = options
  let isReported = false

  return (waits) => {
    let cancel = () => {}

    function lookLater(): void {
      const shown = clock.now()
      cancel = processClock.schedule(processClock.now() + patienceMs, () => {
        if (clock.now() !== shown) return lookLater()
        isReported = true
        onStuck({ venue, ...waits() })
      })
    }

    if (!isReported) lookLater()
    return () => cancel()
  }
}

/** What to say of stuck requests; `call` is how to move the clock. */
export function stuckInWords({ venue, count, until }: StuckRequests, call: string): string {
  const waits = count === 1 ? '1 request waits' : `${count} requests wait, the first`
  return `${waits} until ${instantView(until)} on the held clock of the venue "${venue}", which nobody has moved for ${patienceMs / 1000} s. To move it: ${call}`
}
