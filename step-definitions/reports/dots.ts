import type { CoordinatorEventValues } from '@cucumber/cucumber/api'
import { isFailure } from './tally.ts'

/** Where there is no terminal for a progress bar: one character for each scenario. */
export function printDots(): (message: CoordinatorEventValues['message']) => void {
  const failed = new Set<string>()
  return ({ testStepFinished, testCaseFinished, testRunFinished }) => {
    if (testStepFinished && isFailure(testStepFinished)) {
      failed.add(testStepFinished.testCaseStartedId)
    }
    if (testCaseFinished) {
      process.stdout.write(failed.has(testCaseFinished.testCaseStartedId) ? 'F' : '.')
    }
    if (testRunFinished) process.stdout.write('\n')
  }
}
