import { notApplicable } from '../support/profile.ts'
import type { CucumberAttachment, RecordedAttempt, TestStepResult } from './run-record.ts'

/** How a scenario can end, in the order in which reports list it. */
export const statuses = ['failed', 'passed', 'skipped', 'not applicable', 'not run'] as const

export type Status = (typeof statuses)[number]

/** How an attempt ended. A failure counts even where the scenario does not apply. */
export function statusOf({
  results,
  attached,
}: Pick<RecordedAttempt, 'results' | 'attached'>): Status {
  const all = [...results.values()]
  if (all.some(isFailure)) return 'failed'
  if (all.every(({ status }) => status === 'PASSED')) return 'passed'
  return attached.some(isSkipReason) ? 'not applicable' : 'skipped'
}

/** Whether a step failed; undefined, ambiguous and pending steps count as failures. */
export const isFailure = ({ status }: TestStepResult): boolean =>
  status !== 'PASSED' && status !== 'SKIPPED'

/** Whether an attachment says why the scenario does not apply to the target. */
export const isSkipReason = ({ body }: CucumberAttachment): boolean =>
  body.startsWith(notApplicable)

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
