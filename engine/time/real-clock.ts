import type { Instant } from '../order.ts'
import type { Clock } from './clock.ts'
import { createTimerQueue } from './timer-queue.ts'

/** The times and the timer that a real clock uses. */
export interface TimeSources {
  /** Milliseconds since the epoch at a steady rate. Never goes back; stops while the machine is suspended. */
  monotonicMs(): number
  /** Milliseconds since the epoch on the system clock, which can be corrected in both directions. */
  systemMs(): number
  /** Calls `act` once, after `ms` milliseconds. Returns a cancel function. */
  setTimer(act: () => void, ms: number): () => void
}

/** The system clock and a real clock differed by more than a second. */
export interface ClockStep {
  /**
   * `moved-forward`: the clock was behind, usually because the machine was suspended. It moved to the system time.
   * `system-behind`: the system clock was set back. The clock continues and stays ahead.
   */
  readonly kind: 'moved-forward' | 'system-behind'
  /** By how many milliseconds they differed. */
  readonly ms: number
}

export interface RealClockOptions {
  readonly sources?: TimeSources
  /** Called once per step. */
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

/** Smaller differences are ignored. */
const toleranceMs = 1000

/** `now()` compares the two times at most this often. A comparison costs as much as reading the time. */
const compareEveryMs = 10

/** A timer further away is reached in hops. Each hop compares the times, so an overdue timer waits at most this long. */
const longestHopMs = 1000

/**
 * Creates a clock that follows the machine's monotonic clock, so that a small correction of the system clock
 * neither reorders events nor fires timers early. When it is more than a second behind the system time, it
 * moves forward and runs overdue timers. It never moves backwards. It uses one Node timer.
 */
export function createRealClock({
  sources = sourcesOfProcess,
  onStep = () => {},
}: RealClockOptions = {}): Clock {
  const { monotonicMs, systemMs, setTimer } = sources
  const timers = createTimerQueue()
  let armed: { due: Instant; cancel: () => void } | undefined
  /** The clock's lead over the monotonic time: how long the machine was suspended. */
  let offsetMs = initialOffset(sources)
  /** By how much the clock was ahead of the system time at the last `onStep`; 0 when they agree. */
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
    // Makes this hop compare.
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

/** Not 0 when the machine was suspended between the start of the process and now. */
function initialOffset({ monotonicMs, systemMs }: TimeSources): number {
  const behindMs = systemMs() - monotonicMs()
  return Math.abs(behindMs) > toleranceMs ? behindMs : 0
}
