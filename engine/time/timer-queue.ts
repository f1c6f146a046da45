import type { Instant } from '../order.ts'
import { createDueQueue } from './due-queue.ts'

interface Timer {
  /** Undefined once it has run or was cancelled. */
  act: (() => void) | undefined
}

/** Creates an empty queue of timers, earliest first. A clock drives it. */
export function createTimerQueue() {
  const timers = createDueQueue<Timer>(({ act }) => act !== undefined)
  return {
    /** Adds a timer in O(log n). Returns a cancel function. */
    add(due: Instant, act: () => void) {
      const timer: Timer = { act }
      timers.add(due, timer)
      return () => {
        if (!timer.act) return
        timer.act = undefined
        timers.noteCancelled()
      }
    },
    /** When the earliest timer is due; undefined when there is none. */
    nextDue: timers.nextDue,
    /**
     * Runs every timer due at `now` or before, including those added meanwhile. If a timer throws, the
     * error propagates and the later timers stay in the queue.
     */
    runDue(now: Instant) {
      for (let timer = timers.popDue(now); timer; timer = timers.popDue(now)) {
        const { act } = timer
        timer.act = undefined
        act?.()
      }
    },
  }
}
