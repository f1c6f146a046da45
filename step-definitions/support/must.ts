import { AssertionError } from 'node:assert'
import { inspect, isDeepStrictEqual } from 'node:util'

/** Throws with this message alone. `assert.ok` would append a diff of false and true. */
export function must(condition: unknown, otherwise: string): asserts condition {
  if (!condition) throw new Error(otherwise)
}

const present = { be: 'is', have: 'has', show: 'shows', receive: 'received' } as const

/**
 * Throws unless two values are equal: "order 17 should be EXECUTED, but is PENDING". `what` names
 * the thing, and the order that it belongs to.
 */
export function mustBe(
  what: string,
  actual: unknown,
  expected: unknown,
  verb: keyof typeof present = 'be',
): void {
  if (isDeepStrictEqual(actual, expected)) return
  const [wanted, got] = inWords(expected, actual)
  if (wanted.length + got.length <= longestInLine) {
    throw new Error(`${what} should ${verb} ${wanted}, but ${present[verb]} ${got}`)
  }
  const message = `${what} should ${verb} other values than it ${present[verb]}`
  throw new AssertionError({ message, actual, expected, operator: 'deepStrictEqual' })
}

/** Longer values are shown one above the other. */
const longestInLine = 400

/** Two values as they appear in a sentence; with quotes and brackets if they look alike without. */
function inWords(expected: unknown, actual: unknown): readonly [string, string] {
  const [wanted, got] = [wordsFor(expected), wordsFor(actual)]
  return wanted === got ? [oneLine(expected), oneLine(actual)] : [wanted, got]
}

function wordsFor(value: unknown): string {
  if (value === undefined || value === null || value === '') return 'nothing'
  if (typeof value === 'string') return value
  if (!Array.isArray(value)) return oneLine(value)
  return value.length === 0 ? 'nothing' : value.map(wordsFor).join(', ')
}

const oneLine = (value: unknown) =>
  inspect(value, { breakLength: Number.POSITIVE_INFINITY, depth: 8 })
