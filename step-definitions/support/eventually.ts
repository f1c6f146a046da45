import { setTimeout as pause } from 'node:timers/promises'
import { withoutColours } from '../reports/evidence/failure.ts'

const retryEveryMs = 15

/**
 * Answers with what `check` answers as soon as it stops throwing.
 * When it has not by the deadline, throws what it threw last, saying how long it was given.
 */
export async function eventually<T>(withinMs: number, check: () => T | Promise<T>): Promise<T> {
  const deadline = performance.now() + withinMs
  for (;;) {
    try {
      return await check()
    } catch (failure) {
      if (performance.now() >= deadline) throw tooLate(withinMs, failure)
    }
    await pause(retryEveryMs)
  }
}

function tooLate(withinMs: number, cause: unknown): Error {
  const reason = cause instanceof Error ? withoutColours(cause.message, cause) : String(cause)
  return new Error(`${reason}\n(still so after ${withinMs / 1000} s)`, { cause })
}
