import type { Instant } from '../order.ts'
import type { Clock } from '../time/clock.ts'
import { createTimerQueue } from '../time/timer-queue.ts'
import type { EventLog } from './event-log.ts'

/**
 * Calls `end` once: with true in the append that makes the log as long as `position`, or with false when
 * the clock shows `until` or `signal` is aborted. Returns how to cancel the wait; `end` is then not called.
 */
export type WaitForPosition = (
  position: number,
  until: Instant,
  end: (isReached: boolean) => void,
  signal?: AbortSignal,
) => () => void

/**
 * Waits for a log to grow. Registers one log watcher while anything waits. An append does no work for the
 * waits whose position it does not reach.
 */
export function createWaitForPosition(log: EventLog, clock: Clock): WaitForPosition {
  // A queue of timers knows no time of its own: here time is how long the log is.
  const waiting = createTimerQueue()
  let stopWatching: (() => void) | undefined

  function watch(): void {
    stopWatching ??= log.watchEnd(() => {
      waiting.runDue(log.end)
      rest()
    })
  }

  function rest(): void {
    if (waiting.nextDue() !== undefined) return
    stopWatching?.()
    stopWatching = undefined
  }

  return (position, until, end, signal) => {
    const leave = waiting.add(position, () => settle(true))
    const cancelTimer = clock.schedule(until, giveUp)
    signal?.addEventListener('abort', giveUp)

    function giveUp(): void {
      settle(false)
      rest()
    }

    function settle(isReached: boolean): void {
      cancel()
      end(isReached)
    }

    function cancel(): void {
      leave()
      cancelTimer()
      signal?.removeEventListener('abort', giveUp)
    }

    if (log.end >= position) settle(true)
    else if (signal?.aborted) settle(false)
    else watch()
    return () => {
      cancel()
      rest()
    }
  }
}
