import type { Clock } from '../../engine/index.ts'

/** How long to wait after a failure, in milliseconds. */
const retryMs = 1000

/**
 * Repeats an act until it succeeds, with anything but undefined. Resolves with undefined once a newer
 * try has begun.
 */
export type Persist = <T>(act: () => Promise<T>) => Promise<T | undefined>

/** Creates tries that repeat what fails, a second apart. */
export function createRetry(clock: Clock) {
  let latest = 0
  let wake = () => {}

  const pause = () =>
    new Promise<void>((resolve) => {
      const cancel = clock.schedule(clock.now() + retryMs, resolve)
      wake = () => {
        cancel()
        resolve()
      }
    })

  /** Ends the try in progress. */
  function end(): void {
    latest++
    wake()
  }

  async function persist<T>(
    mine: number,
    act: () => Promise<T>,
    onFailure: (error: Error) => void,
  ): Promise<T | undefined> {
    while (mine === latest) {
      const result = await act().catch(onFailure)
      if (mine === latest && result !== undefined) return result
      if (mine === latest) await pause()
    }
    return undefined
  }

  return {
    end,
    /** Begins a try, which ends the one in progress. `onFailure` is called after each failure. */
    begin(onFailure: (error: Error) => void): Persist {
      end()
      const mine = latest
      return (act) => persist(mine, act, onFailure)
    },
  }
}
