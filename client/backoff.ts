import { Refusal } from './refusal.ts'

const longestMs = 10_000

/**
 * How long to wait after a failure, in milliseconds: a random time, and no less than the reply asks for. The range
 * doubles with each failure before. It is random so that clients that failed together do not return together.
 * Throws the failure if it is a decision: a repetition would get the same.
 */
export function waitAfter(failure: unknown, failuresBefore: number, firstMs: number): number {
  const refusal = failure instanceof Refusal ? failure : undefined
  if (refusal?.isTemporary === false) throw refusal
  const backoffMs = Math.random() * Math.min(longestMs, firstMs * 2 ** failuresBefore)
  return Math.max(backoffMs, refusal?.retryAfterMs ?? 0)
}

/** Waits. Returns early if the signal is aborted. */
export function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    signal?.addEventListener('abort', end)
    if (signal?.aborted) end()
  })
}
