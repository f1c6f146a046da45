import type { Instant } from '../order.ts'
import type { Clock } from './clock.ts'
import { createTimerQueue } from './timer-queue.ts'

/** Where a real clock reads the time and sets its timer. */
export interface TimeSources {
  /** Milliseconds since the epoch at an even pace. It never goes back, and stops while the machine is suspended. */
  monotonicMs(): number
  /** Milliseconds since the epoch as the system has them. They can be corrected in both directions. */
  systemMs(): number
  /** Calls `act` once, after `ms` milliseconds; returns how to cancel that. */
  setTimer(act: () => void, ms: number): () => void
}

/** The system's time and a real clock differed by more than a second. */
export interface ClockStep {
  /**
   * `moved-forward`: the clock was behind, as it is after the machine was suspended, and shows the system's time again.
   * `system-behind`: the system's time was set back. The clock goes on from where it is and stays ahead.
   */
  readonly kind: 'moved-forward' | 'system-behind'
  /** By how many milliseconds they differed. */
  readonly ms: number
}

export interface RealClockOptions {
  readonly sources?: TimeSources
  /** Is called once for each step. */
  readonly onStep?: (step: ClockStep) => void
}

const sourcesOfProcess: TimeSources = {
  monotonicMs: () => performance.timeOrigin + performance.now(),
  systemMs: () => Date.now(),
  setTimer(act, ms) {
    const timeout = setTimeout(act, ms)
    return () => clearTimeout(timeout)
  },
}

/** A smaller difference is left alone. */
const toleranceMs = 1000

/** `now()` compares the two times at most this often: a comparison costs as much as reading the time. */
const compareEveryMs = 10

/** A timer that is further away is reached in hops. Each hop compares the times, so an overdue timer waits no longer than this. */
const longestHopMs = 1000

/**
 * The time of the machine, read from its monotonic clock: a small correction of the system's time neither
 * reorders events nor fires timers early. The clock moves forward to the system's time when it is more than a
 * second behind, and then runs what is overdue. It never moves backwards. One timer of Node serves all timers.
 */
export function createRealClock({
  sources = sourcesOfProcess,
  onStep = () => {},
}: RealClockOptions = {}): Clock {
  const { monotonicMs, systemMs, setTimer } = sources
  const timers = createTimerQueue()
  let armed: { due: Instant; cancel: () => void } | undefined
  /** What the monotonic time lacks: the time that the machine was suspended. */
  let offsetMs = offsetAtFirst(sources)
  /** How far behind the system's time was when that was last reported. */
  let reportedMs = 0
  let compareAt = 0

  function now(): Instant {
    const monotonic = monotonicMs()
    if (monotonic >= compareAt) compare(monotonic)
    return Math.floor(monotonic + offsetMs)
  }

  function compare(monotonic: number): void {
    compareAt = monotonic + compareEveryMs
    const behindMs = systemMs() - monotonic - offsetMs
    if (behindMs > toleranceMs) moveForward(behindMs)
    else if (behindMs >= -toleranceMs) reportedMs = 0
    else if (Math.abs(behindMs + reportedMs) > toleranceMs) {
      reportedMs = -behindMs
      onStep({ kind: 'system-behind', ms: Math.round(reportedMs) })
    }
  }

  function moveForward(ms: number): void {
    offsetMs += ms
    reportedMs = 0
    disarm()
    arm()
    onStep({ kind: 'moved-forward', ms: Math.round(ms) })
  }

  function disarm(): void {
    armed?.cancel()
    armed = undefined
  }

  function arm(): void {
    const due = timers.nextDue()
    if (armed && due === armed.due) return
    disarm()
    if (due === undefined) return
    const leftMs = Math.max(Math.ceil(due - monotonicMs() - offsetMs), 0)
    armed = { due, cancel: setTimer(fire, Math.min(leftMs, longestHopMs)) }
  }

  function fire(): void {
    armed = undefined
    // Each hop looks, however short ago that was.
    compareAt = 0
    try {
      timers.runDue(now())
    } finally {
      arm()
    }
  }

  return {
    now,
    schedule(due, act) {
      const cancel = timers.add(due, act)
      if (!armed || due < armed.due) arm()
      return () => {
        cancel()
        // An empty queue keeps no process alive.
        if (timers.nextDue() === undefined) arm()
      }
    },
  }
}

/** The process may have been suspended before the clock was created. */
function offsetAtFirst({ monotonicMs, systemMs }: TimeSources): number {
  const behindMs = systemMs() - monotonicMs()
  return Math.abs(behindMs) > toleranceMs ? behindMs : 0
}
