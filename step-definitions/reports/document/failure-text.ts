import { beginningOf } from '../evidence/failure.ts'
import type { FailureResult } from './attempt.ts'

/** A failure as plain text of at most 4,000 characters. */
export function failureText({ message, expected, got, complaints = [] }: FailureResult): string {
  const values = expected === undefined ? [] : [`Expected: ${expected}`, `Got: ${got}`]
  return beginningOf([message, ...values, ...complaints].filter((part) => part !== '').join('\n'))
}
