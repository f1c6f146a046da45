import { AssertionError } from 'node:assert'
import { catching, type Definition } from '../../support/catching.ts'
import { printable } from '../../support/printable.ts'
import { withoutColours, written } from './failure.ts'
import { type Secrets, secrets } from './secrets.ts'

/** How many errors of a chain of causes are searched. */
const maxCauses = 10

/** Stack frames of the wrappers around steps and hooks. */
const framesOfThis = /^ +at .*(?:hide-secrets\.ts|no-verdict\.ts|catching\.ts|util-arity).*\n?/gm

/**
 * Removes secrets, and characters that control a terminal, from an error and its causes, in place.
 * Returns the error, or a new string for a string.
 */
export function withoutSecrets(error: unknown, known: Secrets = secrets): unknown {
  if (typeof error === 'string') return printable(known.hiddenIn(error))
  for (const part of withCauses(error)) {
    hideIn(part, 'message', part.message, known)
    hideIn(part, 'stack', part.stack ?? '', known)
    if (part instanceof AssertionError) {
      // Reports print the compared values.
      hideIn(part, 'actual', written(part.actual), known)
      hideIn(part, 'expected', written(part.expected), known)
    }
  }
  return error
}

function withCauses(error: unknown): Error[] {
  const errors: Error[] = []
  for (let next = error; next instanceof Error && errors.length < maxCauses; next = next.cause) {
    errors.push(next)
  }
  return errors
}

/** Replaces a property of an error with its text without secrets, if that differs. */
function hideIn(error: Error, name: string, text: string, known: Secrets): void {
  // Node colours its own diff; every other escape sequence may come from the target.
  const isColoured = error instanceof AssertionError && (name === 'message' || name === 'stack')
  const plain = isColoured ? withoutColours(text, error) : text
  const value = printable(known.hiddenIn(plain).replaceAll(framesOfThis, ''))
  // Defined, not assigned: a platform error may have a getter without a setter.
  if (value !== text) Object.defineProperty(error, name, { value, configurable: true })
}

/** Wraps a step or a hook so that the errors it throws contain no secrets. */
export const hidingSecrets = (run: Definition): Definition =>
  catching(run, (error) => {
    throw withoutSecrets(error)
  })
