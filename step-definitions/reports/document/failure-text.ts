import { beginningOf } from '../evidence/failure.ts'
import type { FailureResult } from './attempt.ts'

/** A failure as plain text, at most 4,000 characters, for reports that show text only. */
export function failureText({ message, expected, got, complaints = [] }: FailureResult): string {
  const values = expected === undefined ? [] : [`Expected: ${expected}`, `Got: ${got}`]
  return beginningOf([message, ...values, ...complaints].filter((part) => part !== '').join('\n'))
}
