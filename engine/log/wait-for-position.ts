import type { Instant } from '../order.ts'
import type { Clock } from '../time/clock.ts'
import { createTimerQueue } from '../time/timer-queue.ts'
import type { EventLog } from './event-log.ts'

/**
 * Calls `end` once: with true, synchronously, when the durable end reaches `position`; or with false when
 * the clock shows `until` or `signal` is aborted. Returns a cancel function, after which `end` is not called.
 */
export type WaitForPosition = (
  position: number,
  until: Instant,
  end: (isReached: boolean) => void,
  signal?: AbortSignal,
) => () => void

/**
 * Creates the waits of a log. All of them share one watcher of the log, which exists only while there
 * are waits. An append visits only the waits it satisfies.
 */
export function createWaitForPosition(log: EventLog, clock: Clock): WaitForPosition {
  // A timer queue over positions instead of instants.
  const waits = createTimerQueue()
  let stopWatching: (() => void) | undefined

  function watch(): void {
    stopWatching ??= log.watchEnd(() => {
      waits.runDue(log.durableEnd)
      unwatchIfIdle()
    })
  }

  function unwatchIfIdle(): void {
    if (waits.nextDue() !== undefined) return
    stopWatching?.()
    stopWatching = undefined
  }

  return (position, until, end, signal) => {
    const removeWait = waits.add(position, () => settle(true))
    const cancelTimer = clock.schedule(until, giveUp)
    signal?.addEventListener('abort', giveUp)

    function giveUp(): void {
      settle(false)
      unwatchIfIdle()
    }

    function settle(isReached: boolean): void {
      cleanUp()
      end(isReached)
    }

    function cleanUp(): void {
      removeWait()
      cancelTimer()
      signal?.removeEventListener('abort', giveUp)
    }

    if (log.durableEnd >= position) settle(true)
    else if (signal?.aborted) settle(false)
    else watch()
    return () => {
      cleanUp()
      unwatchIfIdle()
    }
  }
}
