import { type Clock, later } from './clock.ts'
import type { EventLog } from './event-log.ts'
import { createTimerQueue } from './timer-queue.ts'

/**
 * Resolves to whether the log gets as long as `position` before `withinMs` have passed on the
 * clock. When `signal` is aborted nobody needs to know any more: it resolves to false at once.
 */
export type Reached = (position: number, withinMs: number, signal?: AbortSignal) => Promise<boolean>

/**
 * Waits for a log to grow. However many wait, the log has one follower for them, and none while
 * nobody waits: to append costs those who wait for something later nothing.
 */
export function createReached(log: EventLog, clock: Clock): Reached {
  // A queue of timers knows no time of its own: here time is how long the log is.
  const waiting = createTimerQueue()
  let stopFollowing: (() => void) | undefined

  function follow(): void {
    stopFollowing ??= log.follow(() => {
      waiting.runDue(log.end)
      rest()
    })
  }

  function rest(): void {
    if (waiting.nextDue() !== undefined) return
    stopFollowing?.()
    stopFollowing = undefined
  }

  return (position, withinMs, signal) => {
    if (log.end >= position) return Promise.resolve(true)
    if (signal?.aborted) return Promise.resolve(false)
    return new Promise((resolve) => {
      const leave = waiting.add(position, () => settle(true))
      const callOff = clock.at(later(clock.now(), withinMs), giveUp)
      signal?.addEventListener('abort', giveUp)

      function giveUp(): void {
        settle(false)
        rest()
      }

      function settle(isReached: boolean): void {
        leave()
        callOff()
        signal?.removeEventListener('abort', giveUp)
        resolve(isReached)
      }

      follow()
    })
  }
}
