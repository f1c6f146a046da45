import { AssertionError } from 'node:assert'
import { inspect, stripVTControlCharacters } from 'node:util'
import type { Failure } from './evidence.ts'

const mostCharacters = 4000

/** What a step says, and what came instead: two values where it compared some, and a message. */
export function failureOf(step: string, error: unknown): Failure {
  const message = error instanceof Error ? uncoloured(error.message, error) : String(error)
  if (!(error instanceof AssertionError) || isMere(error)) return { step, message }
  const { actual, expected, operator, generatedMessage } = error
  const but = operator.startsWith('not') ? 'anything but ' : ''
  return {
    step,
    // Node's own words, alone or after those of whoever compared, repeat the two values.
    message: generatedMessage ? '' : (message.split(/\n(?:\+ )?actual - expected\n/)[0] ?? ''),
    expected: but + written(expected),
    got: written(actual),
  }
}

/** How Node shows two short texts where it has colours: as one text, whose characters differ in colour alone. */
const textsInOne = /\nactual expected\n\n.*\n/

/** An error's message or stack as Node writes it where there are no colours. */
export function uncoloured(text: string, error: Error): string {
  const plain = stripVTControlCharacters(text)
  if (!(error instanceof AssertionError)) return plain
  const [actual, expected] = [inspect(error.actual), inspect(error.expected)]
  return plain.replace(textsInOne, () => `\n+ actual - expected\n\n+ ${actual}\n- ${expected}\n`)
}

/** Whether no more was said than that something should be true. */
const isMere = ({ operator, expected }: AssertionError) => operator === '==' && expected === true

/** A value as people read it. */
export function written(value: unknown): string {
  const text =
    typeof value === 'string'
      ? value
      : inspect(value, { depth: 8, sorted: true, compact: false, maxArrayLength: 200 })
  return text.length > mostCharacters ? `${text.slice(0, mostCharacters)} …` : text
}
