import { noVerdictIn } from '../support/no-verdict.ts'
import type { RecordedAttempt, TestStepResult } from './run-record.ts'

/** How a scenario can end, in the order in which reports list it. */
export const statuses = [
  'failed',
  'passed',
  'not judged',
  'skipped',
  'not claimed',
  'not run',
] as const

export type Status = (typeof statuses)[number]

type Ended = Pick<RecordedAttempt, 'results' | 'attached'>

/** How an attempt ended. A failure counts even if there is a reason for no verdict. */
export function statusOf(attempt: Ended): Status {
  const all = [...attempt.results.values()]
  if (all.some(isFailure)) return 'failed'
  if (all.every(({ status }) => status === 'PASSED')) return 'passed'
  return noVerdictIn(reasonOf(attempt) ?? '') ?? 'skipped'
}

/** The line that says why an attempt ended without a verdict: what it lacked, and its status. */
export const reasonOf = ({ attached }: Pick<Ended, 'attached'>): string | undefined =>
  attached.find(({ body }) => noVerdictIn(body))?.body

/** Whether a step failed; undefined, ambiguous and pending steps count as failures. */
export const isFailure = ({ status }: TestStepResult): boolean =>
  status !== 'PASSED' && status !== 'SKIPPED'

/**
 * The status of several scenarios or attempts together: one failure fails them all; without a
 * failure, one that passed is enough to pass.
 */
export const together = (several: readonly Status[]): Status =>
  statuses.find((status) => several.includes(status)) ?? 'not run'

/** How many there are of each status that occurs. */
export const counts = (all: readonly Status[]): [status: Status, count: number][] =>
  statuses
    .map((status): [Status, number] => [status, all.filter((one) => one === status).length])
    .filter(([, count]) => count > 0)
