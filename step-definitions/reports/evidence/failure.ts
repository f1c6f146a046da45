import { AssertionError } from 'node:assert'
import { inspect, stripVTControlCharacters } from 'node:util'
import type { Failure } from './evidence.ts'

const maxCharacters = 4000

/** How a step failed: its message, and the two values if it compared some. */
export function failureOf(step: string, error: unknown): Failure {
  const whole = error instanceof Error ? withoutColours(error.message, error) : String(error)
  const message = beginningOf(whole)
  if (!(error instanceof AssertionError) || isPlainCheck(error)) return { step, message }
  const { actual, expected, operator, generatedMessage } = error
  const but = operator.startsWith('not') ? 'anything but ' : ''
  return {
    step,
    // Node appends a diff of the two values to its own message and to a custom one.
    message: generatedMessage ? '' : (message.split(/\n(?:\+ )?actual - expected\n/)[0] ?? ''),
    expected: but + written(expected),
    got: written(actual),
  }
}

/**
 * Node's diff of two short texts on a terminal: one text whose characters differ by colour only.
 */
const textsInOne = /\nactual expected\n\n.*\n/

/** An error's message or stack as Node writes it without colours. */
export function withoutColours(text: string, error: Error): string {
  const plain = stripVTControlCharacters(text)
  if (!(error instanceof AssertionError)) return plain
  const [actual, expected] = [inspect(error.actual), inspect(error.expected)]
  return plain.replace(textsInOne, () => `\n+ actual - expected\n\n+ ${actual}\n- ${expected}\n`)
}

/** Whether the assertion only required something to be true. */
const isPlainCheck = ({ operator, expected }: AssertionError) =>
  operator === '==' && expected === true

/** A value as people read it, at most 4,000 characters. */
export function written(value: unknown): string {
  const text =
    typeof value === 'string'
      ? value
      : inspect(value, { depth: 8, sorted: true, compact: false, maxArrayLength: 200 })
  return beginningOf(text)
}

/** At most 4,000 characters of a text. */
export const beginningOf = (text: string): string =>
  text.length > maxCharacters ? `${text.slice(0, maxCharacters)} …` : text
