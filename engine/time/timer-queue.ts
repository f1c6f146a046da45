import type { Instant } from '../order.ts'
import { createDueQueue } from './due-queue.ts'

interface Timer {
  /** Undefined once it has run or was cancelled. */
  act: (() => void) | undefined
}

/** Timers, earliest first. A clock drives the queue. */
export interface TimerQueue {
  /** Adds a timer in O(log n). Returns a cancel function. */
  add(due: Instant, act: () => void): () => void
  /** When the earliest timer is due; undefined when there is none. */
  nextDue(): Instant | undefined
  /**
   * Runs every timer due at `now` or before, including those added meanwhile. If a timer throws, the
   * error propagates and the later timers stay in the queue.
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
