import type { Context } from 'hono'
import type { ProblemCode } from '../contract/orders.ts'
import type { CommitPhase, FaultStatus, InjectedFault } from '../faults/fault-rules.ts'
import { problem } from './problems.ts'
import type { ApiEnv } from './reply.ts'

/** How each failure is called, and what whoever tells of it can know. */
const failures = {
  429: ['TOO_MANY_REQUESTS', 'More requests came than are let through.'],
  500: ['INTERNAL_ERROR', 'The venue failed; whether before or after it acted, nobody can tell.'],
  502: ['BAD_GATEWAY', 'The gateway handed the request on, and the connection to the venue broke.'],
  503: ['VENUE_UNAVAILABLE', 'The venue takes no requests at the moment.'],
  504: ['GATEWAY_TIMEOUT', 'The gateway handed the request on, and waited in vain for an answer.'],
} as const satisfies Record<FaultStatus, readonly [ProblemCode, string]>

/** How a failure is described that any order endpoint may be answered with. */
export const failureProblems = [
  'TOO_MANY_REQUESTS',
  'BAD_GATEWAY',
  'VENUE_UNAVAILABLE',
  'GATEWAY_TIMEOUT',
] as const

const lostOnTheWay = 'The venue became unavailable in the middle of the request.'

/** The answer of a venue that fails. */
export type Failure = ReturnType<typeof failure>

/**
 * Answers as a venue that fails. Whoever turns a request away before it acts knows that nothing was
 * recorded: a limiter (429), or a venue that takes none (503). A gateway that has handed the request
 * on (502, 504) and a venue that failed (500) cannot know, and say the same whether it acted or not;
 * so does 503 after it has. That a read records nothing is always known.
 */
export function failure(
  c: Context<ApiEnv>,
  { status, retryAfterS = 1 }: Pick<InjectedFault & { does: 'answer' }, 'status' | 'retryAfterS'>,
  at: CommitPhase,
) {
  const [code, detail] = failures[status]
  const isInterrupted = status === 503 && at === 'after-commit'
  const isRead = c.req.method === 'GET'
  const outcome = isRead ? 'not-recorded' : isInterrupted ? 'unknown' : undefined
  const hasRetryAfter = status === 429 || status === 503
  return problem(
    c,
    code,
    isInterrupted ? lostOnTheWay : detail,
    outcome && { outcome },
    hasRetryAfter ? { 'Retry-After': `${retryAfterS}` } : undefined,
  )
}
