import type { ProblemCode } from '../api/contract/orders.ts'
import { pause, timerMs, waitAfter } from './backoff.ts'
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
 * Attempts a request until it succeeds, a repetition would not help, or time is up. Then throws OutcomeUnknown if it
 * is a command (it has a key) and an attempt may have been recorded, and otherwise the last failure.
 */
export async function repeat<T>(
  attempt: (limit: AbortSignal) => Promise<T>,
  { key, withinMs = 15_000, signal }: RepeatOptions & { readonly key?: string | undefined },
): Promise<T> {
  signal?.throwIfAborted()
  const attemptMs = Math.ceil(withinMs / 3)
  const lastStart = performance.now() + withinMs - attemptMs
  const failures: unknown[] = []
  for (;;) {
    const limit = AbortSignal.timeout(timerMs(attemptMs))
    try {
      return await attempt(signal ? AbortSignal.any([limit, signal]) : limit)
    } catch (failure) {
      const waitMs = waitAfter(failure, failures.length, firstWaitMs)
      failures.push(failure)
      const isOver = performance.now() + waitMs > lastStart
      if (isOver || !(await pause(waitMs, signal))) throw verdict(failures, key, signal)
    }
  }
}

/** What the failures say together. */
function verdict(failures: readonly unknown[], key?: string, signal?: AbortSignal): unknown {
  const last = failures.at(-1)
  // One attempt is enough: what a later reply says is about the later attempt.
  const isUnknown = !decidesAll(last) && failures.some(mayBeRecorded)
  if (key !== undefined && isUnknown) return new OutcomeUnknown(key, failures)
  return signal?.aborted ? signal.reason : last
}

/** The decisions that the venue keeps under the key: had an earlier attempt been carried out, they would be its reply. */
const decisions: ReadonlySet<ProblemCode> = new Set([
  'DUPLICATE_CLIENT_ORDER_ID',
  'ORDER_ALREADY_CANCELLED',
  'ORDER_ALREADY_EXECUTED',
  'ORDER_NOT_FOUND',
  'VERSION_MISMATCH',
])

const decidesAll = (failure: unknown) =>
  failure instanceof Refusal && decisions.has(failure.problem.code)

/** A refusal that is final recorded nothing. Another one did not, if it says so. */
const mayBeRecorded = (failure: unknown) =>
  !(failure instanceof Refusal) ||
  (failure.isTemporary && failure.problem.outcome !== 'not-recorded')
