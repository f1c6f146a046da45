import type { Clock, Instant } from '../../engine/index.ts'
import { instantView } from '../views/instant-view.ts'

/** The requests of a venue that wait for time to pass. */
export interface TimedWaits {
  readonly count: number
  /** When the first of them resumes, on the venue's clock. */
  readonly until: Instant
}

/** Requests that wait on a held clock that no client moves. */
export interface StuckRequests extends TimedWaits {
  readonly venue: string
}

/**
 * Called when the first request of a venue starts to wait for time. Call `waits` for
 * the current state. Returns a function that the venue calls when no request waits for time any more.
 */
export type WaitWatch = (waits: () => TimedWaits) => () => void

export interface HeldClockWatchOptions {
  readonly venue: string
  readonly clock: Clock
  /** A clock of real time. */
  readonly processClock: Clock
  readonly onStuck: (stuck: StuckRequests) => void
}

/** How long a request may wait for a held clock that does not move, in real time. */
const patienceMs = 2000

/**
 * Calls `onStuck` once when requests wait for a held clock that nobody moves: two to four seconds of real
 * time after its last move. Runs one timer while any request waits, and none otherwise.
 */
export function watchHeldClock(options: HeldClockWatchOptions): WaitWatch {
  const { venue, clock, processClock, onStuck } = options
  let isReported = false

  return (waits) => {
    let cancel = () => {}

    function checkLater(): void {
      const before = clock.now()
      cancel = processClock.schedule(processClock.now() + patienceMs, () => {
        if (clock.now() !== before) return checkLater()
        isReported = true
        onStuck({ venue, ...waits() })
      })
    }

    if (!isReported) checkLater()
    return () => cancel()
  }
}

/** The warning about stuck requests. `call` is the call that moves the clock. */
export function describeStuck({ venue, count, until }: StuckRequests, call: string): string {
  const waits = count === 1 ? '1 request waits' : `${count} requests wait, the first`
  return `${waits} until ${instantView(until)} on the held clock of the venue "${venue}", which nobody has moved for ${patienceMs / 1000} s. To move it: ${call}`
}
