import { Refusal } from './refusal.ts'

const longestMs = 10_000

/**
 * How long to wait after a failure, in milliseconds: a random time, and no less than the reply asks for. Infinity if a
 * repetition would get the same refusal. The range of the random time doubles with each failure before. It is random
 * so that clients that failed together do not return together.
 */
export function waitAfter(failure: unknown, failuresBefore: number, firstMs: number): number {
  const refusal = failure instanceof Refusal ? failure : undefined
  if (refusal?.isTemporary === false) return Number.POSITIVE_INFINITY
  const backoffMs = Math.random() * Math.min(longestMs, firstMs * 2 ** failuresBefore)
  return Math.max(backoffMs, refusal?.retryAfterMs ?? 0)
}

/** A wait that a timer can take. A longer one would end at once. */
export const timerMs = (ms: number): number => Math.min(ms, 2 ** 31 - 1)

/** Waits. Resolves early, and to false, if the signal is aborted. */
export function pause(ms: number, signal: AbortSignal | undefined): Promise<boolean> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', end)
      resolve(!signal?.aborted)
    }
    const timer = setTimeout(end, timerMs(ms))
    signal?.addEventListener('abort', end)
    if (signal?.aborted) end()
  })
}
