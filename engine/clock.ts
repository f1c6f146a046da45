import type { Instant } from './order.ts'
import { createTimerQueue } from './timer-queue.ts'

/** The only door to time. Both clocks below keep its promises. */
export interface Clock {
  /** The time now, in whole milliseconds since the epoch; never goes backwards. */
  now(): Instant
  /**
   * Calls `act` once, at `due` or as soon after as can be, never before; what is due at the same
   * time is called in the order in which it was asked for. Returns how to call it off.
   */
  at(due: Instant, act: () => void): () => void
}

/** Resolves when `ms` milliseconds have passed on the clock; 0 or less resolves at once. */
export function wait(clock: Clock, ms: number): Promise<void> {
  if (ms <= 0) return Promise.resolve()
  return new Promise((resolve) => {
    clock.at(clock.now() + ms, resolve)
  })
}

/** setTimeout fires at once for a longer delay than this, so a far-away timer is reached in hops. */
const longestTimeoutMs = 2 ** 31 - 1

/**
 * The time of the machine, read from its monotonic clock: a correction of the system's time while
 * papertape runs neither reorders events nor fires timers early. One Node timer serves all of them.
 */
export function createRealClock(): Clock {
  const timers = createTimerQueue()
  let armed: { timeout: NodeJS.Timeout; due: Instant } | undefined

  const exactNow = () => performance.timeOrigin + performance.now()
  const now = () => Math.floor(exactNow())

  function arm(): void {
    const due = timers.nextDue()
    if (armed && due === armed.due) return
    clearTimeout(armed?.timeout)
    armed = undefined
    if (due === undefined) return
    const delayMs = Math.min(Math.max(Math.ceil(due - exactNow()), 0), longestTimeoutMs)
    armed = { timeout: setTimeout(fire, delayMs), due }
  }

  function fire(): void {
    armed = undefined
    try {
      timers.runDue(now())
    } finally {
      arm()
    }
  }

  return {
    now,
    at(due, act) {
      const callOff = timers.add(due, act)
      if (!armed || due < armed.due) arm()
      return () => {
        callOff()
        // An empty queue keeps no process alive.
        if (timers.nextDue() === undefined) arm()
      }
    },
  }
}

/** A clock that stands still until it is told to move. */
export interface VirtualClock extends Clock {
  /** Moves time on by `ms`, calling everything that falls due at its own time, in order. */
  advance(ms: number): void
  /** When the next timer is due; undefined when there is none. */
  nextDue(): Instant | undefined
}

/** Creates a clock that shows `start` and moves only when told to. */
export function createVirtualClock(start: Instant = Date.UTC(2026, 0, 1)): VirtualClock {
  const timers = createTimerQueue()
  let time = start
  return {
    now: () => time,
    at: timers.add,
    nextDue: timers.nextDue,
    advance(ms) {
      const end = time + ms
      for (let due = timers.nextDue(); due !== undefined && due <= end; due = timers.nextDue()) {
        time = Math.max(time, due)
        timers.runDue(time)
      }
      time = end
    },
  }
}
