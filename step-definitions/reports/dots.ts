import type { Message, RunRecord } from './run-record.ts'
import { statusOf } from './status.ts'

/** Progress where no terminal shows a progress bar: one character for each attempt that ends. */
export function dotOf({ testCaseFinished, testRunFinished }: Message, record: RunRecord): string {
  const attempt = record.attempt(testCaseFinished?.testCaseStartedId)
  if (attempt) return statusOf(attempt) === 'failed' ? 'F' : '.'
  return testRunFinished ? '\n' : ''
}
