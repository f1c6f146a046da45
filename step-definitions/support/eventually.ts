import { setTimeout as pause } from 'node:timers/promises'
import { withoutColours } from '../reports/evidence/failure.ts'
import { TooMuch } from './http.ts'

const retryEveryMs = 15

/**
 * Retries `check` until it stops throwing, and returns its result. After `withinMs` milliseconds it
 * throws the last failure, with the time limit added. It does not retry after a TooMuch.
 */
export async function eventually<T>(withinMs: number, check: () => T | Promise<T>): Promise<T> {
  const deadline = performance.now() + withinMs
  for (;;) {
    try {
      return await check()
    } catch (failure) {
      if (failure instanceof TooMuch) throw failure
      if (performance.now() >= deadline) throw tooLate(withinMs, failure)
    }
    await pause(retryEveryMs)
  }
}

function tooLate(withinMs: number, cause: unknown): Error {
  const reason = cause instanceof Error ? withoutColours(cause.message, cause) : String(cause)
  return new Error(`${reason}\n(still failing after ${withinMs / 1000} s)`, { cause })
}
