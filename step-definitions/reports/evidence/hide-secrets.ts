import { AssertionError } from 'node:assert'
import { printable } from '../../support/printable.ts'
import { uncoloured, written } from './failure.ts'
import { type Secrets, secrets } from './secrets.ts'

/** At most this many errors of a chain of causes are searched for secrets. */
const deepestCause = 10

/** Lines of a stack that are about keeping secrets. */
const framesOfThis = /^ +at .*(?:hide-secrets\.ts|util-arity).*\n?/gm

/** Removes secrets, and characters that control a terminal, from an error and its causes. Call it before the error is reported. */
export function withoutSecrets(error: unknown, known: Secrets = secrets): unknown {
  if (typeof error === 'string') return printable(known.hiddenIn(error))
  for (const part of withCauses(error)) {
    hideIn(part, 'message', part.message, known)
    hideIn(part, 'stack', part.stack ?? '', known)
    if (part instanceof AssertionError) {
      // Reports write the values that were compared.
      hideIn(part, 'actual', written(part.actual), known)
      hideIn(part, 'expected', written(part.expected), known)
    }
  }
  return error
}

function withCauses(error: unknown): Error[] {
  const errors: Error[] = []
  for (let next = error; next instanceof Error && errors.length < deepestCause; next = next.cause) {
    errors.push(next)
  }
  return errors
}

/** Replaces a property of an error with its text without secrets, if that differs. */
function hideIn(error: Error, name: string, text: string, known: Secrets): void {
  // Node colours its words about a comparison; everything else may come from the target.
  const isColoured = error instanceof AssertionError && (name === 'message' || name === 'stack')
  const plain = isColoured ? uncoloured(text, error) : text
  const value = printable(known.hiddenIn(plain).replaceAll(framesOfThis, ''))
  // Not assigned: an error of the platform may have no setter.
  if (value !== text) Object.defineProperty(error, name, { value, configurable: true })
}

type Definition = (this: unknown, ...values: unknown[]) => unknown

/** A step or a hook that throws no secret. */
export const keepingSecrets = (run: Definition): Definition =>
  function (this: unknown, ...values) {
    const failed = (error: unknown): never => {
      throw withoutSecrets(error)
    }
    try {
      const result = run.apply(this, values)
      return result instanceof Promise ? result.catch(failed) : result
    } catch (error) {
      return failed(error)
    }
  }
