import type { Problem } from '../api/contract/orders.ts'

/** The venue refused the request. `problem` has the code, and says what to do. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly problem: Problem
  /** How long the venue asks to wait before a repetition, in milliseconds. */
  readonly retryAfterMs: number

  constructor(problem: Problem, retryAfterMs: number) {
    super(`${problem.status} ${problem.code}: ${problem.detail}`)
    this.problem = problem
    this.retryAfterMs = retryAfterMs
  }

  /** Whether the request was not decided yet, so that a repetition may succeed. */
  get isTemporary(): boolean {
    const { status, code } = this.problem
    return status === 429 || status >= 500 || code === 'IDEMPOTENCY_KEY_IN_USE'
  }
}

/** Returns the refusal in a reply. Rejects if there is none, such as in the error page of a proxy. */
export async function refusalIn(reply: Response): Promise<Refusal> {
  if (!reply.headers.get('Content-Type')?.startsWith('application/problem+json')) {
    await reply.body?.cancel()
    throw new Error(`The reply has the status ${reply.status}, but no problem.`)
  }
  // A problem may lack its status (RFC 9457, section 3.1).
  const problem = { ...((await reply.json()) as Problem), status: reply.status }
  // NaN if it is a date.
  const retryAfterS = Number(reply.headers.get('Retry-After')) || 0
  return new Refusal(problem, retryAfterS * 1000)
}

/** No reply says whether a command was carried out. It is still safe to repeat with `key`. */
export class OutcomeUnknown extends Error {
  override readonly name = 'OutcomeUnknown'
  readonly key: string
  /** Why each attempt failed, in order. */
  readonly failures: readonly unknown[]

  constructor(key: string, failures: readonly unknown[]) {
    const detail = `It may or may not have been carried out. Repeat it with the key ${key} to find out.`
    super(`The outcome is unknown after ${failures.length} attempts. ${detail}`, {
      cause: failures.at(-1),
    })
    this.key = key
    this.failures = failures
  }
}
