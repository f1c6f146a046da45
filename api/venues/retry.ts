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

  /** Ends the try that is under way. */
  function end(): void {
    latest++
    wake()
  }

  return {
    end,
    /** Begins a try, which ends the one under way. `onFailure` is called after each failure. */
    begin(onFailure: (error: Error) => void): Persist {
      end()
      const mine = latest
      return async (act) => {
        for (; mine === latest; await pause()) {
          const result = await act().catch(onFailure)
          if (result !== undefined) return mine === latest ? result : undefined
        }
        return undefined
      }
    },
  }
}
