import type { Instant } from '../order.ts'
import { createDueQueue } from './due-queue.ts'

interface Timer {
  /** Undefined once it ran or was called off. */
  act: (() => void) | undefined
}

/** What is to be called, earliest first. It knows times but has none of its own: a clock drives it. */
export interface TimerQueue {
  /** Adds a timer in O(log n); the returned function calls it off. */
  add(due: Instant, act: () => void): () => void
  /** When the earliest timer is due; undefined when there is none. */
  nextDue(): Instant | undefined
  /**
   * Runs every timer due at `now` or before, also those that are added meanwhile. A timer that
   * throws is gone, the rest stay, and the error is thrown on.
   */
  runDue(now: Instant): void
}

/** Creates an empty queue. */
export function createTimerQueue(): TimerQueue {
  const timers = createDueQueue<Timer>(({ act }) => act !== undefined)
  return {
    add(due, act) {
      const timer: Timer = { act }
      timers.add(due, timer)
      return () => {
        if (!timer.act) return
        timer.act = undefined
        timers.noteCancelled()
      }
    },
    nextDue: timers.nextDue,
    runDue(now) {
      for (let timer = timers.popDue(now); timer; timer = timers.popDue(now)) {
        const { act } = timer
        timer.act = undefined
        act?.()
      }
    },
  }
}
