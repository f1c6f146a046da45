import type { Context } from 'hono'
import type { CommitFailed } from '../../engine/index.ts'
import type { ProblemCode } from '../contract/orders.ts'
import type { CommitPhase, FaultStatus, InjectedFault } from '../faults/fault-rules.ts'
import { problem } from './problems.ts'
import type { ApiEnv } from './reply.ts'

/** The problem code and detail of each failure. */
const failures = {
  429: ['TOO_MANY_REQUESTS', 'The rate limiter rejected the request before it reached the venue.'],
  500: [
    'INTERNAL_ERROR',
    'The venue failed. It is unknown whether it failed before or after it acted.',
  ],
  502: ['BAD_GATEWAY', 'The gateway forwarded the request, and the connection to the venue broke.'],
  503: ['VENUE_UNAVAILABLE', 'The venue does not accept requests at the moment.'],
  504: [
    'GATEWAY_TIMEOUT',
    'The gateway forwarded the request, and the venue did not reply in time.',
  ],
} as const satisfies Record<FaultStatus, readonly [ProblemCode, string]>

/** The failures that every order endpoint describes. */
export const failureProblems = Object.values(failures).map(([code]) => code)

/** Replies that the venue could not record a change. It has not acted if `outcome` is `not-recorded`. */
export function notRecorded(c: Context<ApiEnv>, { message, outcome }: CommitFailed) {
  // Later events may never be durable.
  c.set('showsLog', false)
  const known = c.get('actsInParts') ? 'unknown' : outcome
  const extras = { outcome: c.req.method === 'GET' ? 'not-recorded' : known } as const
  return problem(c, 'VENUE_UNAVAILABLE', message, extras, { 'Retry-After': '1' })
}

/** The reply of a failing venue. */
export type Failure = ReturnType<typeof failure>

/**
 * Replies like a failing venue. A rate limiter (429) or an unavailable venue (503) rejects the
 * request before it acts, so `outcome` is `not-recorded`. A gateway that forwarded the request
 * (502, 504) and a venue that failed (500) cannot know: `outcome` is `unknown` whether or not the
 * venue acted. A 503 after the commit is also `unknown`. A read never records anything.
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
    isInterrupted ? 'The venue became unavailable during the request.' : detail,
    outcome && { outcome },
    hasRetryAfter ? { 'Retry-After': `${retryAfterS}` } : undefined,
  )
}
