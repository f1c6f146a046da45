import type { Message, RunRecord } from './run-record.ts'
import { reasonOf } from './status.ts'

/**
 * Writes into the result of a skipped step why its scenario has no verdict. The formatters of
 * cucumber, such as junit, look for a reason there; they see each message after this call.
 */
export function addSkipReason({ testStepFinished }: Message, record: RunRecord): void {
  if (testStepFinished?.testStepResult.status !== 'SKIPPED') return
  const attempt = record.attempt(testStepFinished.testCaseStartedId)
  const reason = attempt && reasonOf(attempt)
  if (reason !== undefined) testStepFinished.testStepResult.message = reason
}
