import type { CoordinatorEventValues } from '@cucumber/cucumber/api'
import { notApplicable } from '../support/profile.ts'

type Message = CoordinatorEventValues['message']

/**
 * Writes into the results of what does not apply why it does not, where the formatters look for a
 * reason. They get each message after it was here.
 */
export function tellReasons(): (message: Message) => void {
  const reasons = new Map<string, string>()
  return ({ attachment, testStepFinished }) => {
    if (attachment?.testCaseStartedId && attachment.body.startsWith(notApplicable)) {
      reasons.set(attachment.testCaseStartedId, attachment.body)
    }
    if (testStepFinished?.testStepResult.status !== 'SKIPPED') return
    const reason = reasons.get(testStepFinished.testCaseStartedId)
    if (reason !== undefined) testStepFinished.testStepResult.message = reason
  }
}
