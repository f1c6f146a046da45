import { timerMs } from './backoff.ts'

export interface WaitOptions {
  /** How long to wait, in milliseconds of real time. Default 5000. */
  readonly timeoutMs?: number | undefined
  /** Ends the wait. */
  readonly signal?: AbortSignal | undefined
}

/** Lets callers wait for something that is checked again after each piece of news. */
export function createNews() {
  let next = Promise.withResolvers<void>()

  function announce(): void {
    next.resolve()
    next = Promise.withResolvers()
  }

  return {
    announce,

    /** Repeats the check, now and after each piece of news, until it returns something or throws. */
    async waitFor<T>(
      check: (isLate: boolean) => T | undefined,
      { timeoutMs = 5000, signal }: WaitOptions = {},
    ): Promise<T> {
      let isLate = false
      const timer = setTimeout(() => {
        isLate = true
        announce()
      }, timerMs(timeoutMs))
      signal?.addEventListener('abort', announce)
      try {
        for (;;) {
          signal?.throwIfAborted()
          const found = check(isLate)
          if (found !== undefined) return found
          await next.promise
        }
      } finally {
        clearTimeout(timer)
        signal?.removeEventListener('abort', announce)
      }
    },
  }
}
