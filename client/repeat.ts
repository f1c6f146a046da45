import { pause, waitAfter } from './backoff.ts'
import { OutcomeUnknown, Refusal } from './refusal.ts'

export interface RepeatOptions {
  /**
   * How long to repeat a request that gets no decision, in milliseconds. Default 15,000. Each attempt may take a third
   * of it.
   */
  readonly withinMs?: number | undefined
  /** Stops waiting for a reply. It does not undo the request. */
  readonly signal?: AbortSignal | undefined
}

const firstWaitMs = 100

/**
 * Attempts a request until it is decided. Throws the Refusal, if that is the decision. When time is up, throws
 * OutcomeUnknown if it is a command (it has a key) that may have been recorded, and otherwise the last failure.
 */
export async function repeat<T>(
  attempt: (limit: AbortSignal) => Promise<T>,
  { key, withinMs = 15_000, signal }: RepeatOptions & { readonly key: string | undefined },
): Promise<T> {
  signal?.throwIfAborted()
  const attemptMs = Math.ceil(withinMs / 3)
  const lastStart = performance.now() + withinMs - attemptMs
  const failures: unknown[] = []
  for (;;) {
    const limit = AbortSignal.timeout(attemptMs)
    try {
      return await attempt(signal ? AbortSignal.any([limit, signal]) : limit)
    } catch (failure) {
      const waitMs = waitAfter(failure, failures.length, firstWaitMs)
      failures.push(failure)
      if (signal?.aborted || performance.now() + waitMs > lastStart) throw undecided(failures, key)
      await pause(waitMs, signal)
    }
  }
}

/** One attempt with an unknown outcome is enough: what a later reply says is about the later attempt. */
const undecided = (failures: readonly unknown[], key: string | undefined): unknown =>
  key !== undefined && failures.some(mayBeRecorded)
    ? new OutcomeUnknown(key, failures)
    : failures.at(-1)

const mayBeRecorded = (failure: unknown) =>
  !(failure instanceof Refusal && failure.problem.outcome === 'not-recorded')
