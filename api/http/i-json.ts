/**
 * Finds JSON that JSON.parse accepts but I-JSON (RFC 7493) forbids: a name twice in one object, where
 * JSON.parse keeps the last value (section 2.3), and a number that a double cannot hold, which JSON.parse
 * rounds (section 2.2).
 */
import { mustBeGivenOnce } from '../contract/queries.ts'
import { isSecretName } from '../journal/secret-names.ts'
import type { ValidationIssue } from './validation-issue.ts'

/** The rule, as the descriptions of the APIs state it. */
export const iJsonRule =
  'A body is refused if an object repeats a name, or if a number is not exact as a double (I-JSON, RFC 7493).'

/** Paths grow with nesting, so this limits the size of the reply. */
const maxIssues = 10

/** A string with the colon after it, a number, a bracket or a comma of a valid JSON text. */
const tokens = /("[^"\\]*(?:\\.[^"\\]*)*")(\s*:)?|-?\d[\d.eE+-]*|[[\]{},]/g

/** The place of a value in an object or array that is being read. */
interface Open {
  /** The current name or index. */
  at: string | number
  /** The names so far; undefined for an array. */
  readonly names?: Set<string>
}

/**
 * Finds the first ten of these issues in a text that JSON.parse accepts. Takes linear time, and does not
 * recurse, because a body can nest as deep as it is long.
 */
export function iJsonIssues(text: string): readonly ValidationIssue[] {
  const issues: ValidationIssue[] = []
  const open: Open[] = []
  for (const [token, string, colon] of text.matchAll(tokens)) {
    const message = string === undefined ? readToken(token, open) : colon && readName(string, open)
    if (!message) continue
    issues.push({ path: open.map(({ at }) => at), message })
    if (issues.length === maxIssues) break
  }
  return issues
}

/** Reads a name. Returns the issue, if it has one. */
function readName(json: string, open: readonly Open[]): string | undefined {
  const object = open.at(-1)
  if (!object?.names) return undefined
  object.at = json.includes('\\') ? (JSON.parse(json) as string) : json.slice(1, -1)
  const { size } = object.names
  return object.names.add(object.at).size === size ? mustBeGivenOnce : undefined
}

/** Reads a bracket, a comma or a number. Returns the issue of a number, if it has one. */
function readToken(token: string, open: Open[]): string | undefined {
  switch (token) {
    case '{':
      open.push({ at: '', names: new Set() })
      return undefined
    case '[':
      open.push({ at: 0 })
      return undefined
    case '}':
    case ']':
      open.pop()
      return undefined
    case ',': {
      const inner = open.at(-1)
      if (typeof inner?.at === 'number') inner.at++
      return undefined
    }
    default: {
      const double = roundingOf(token)
      return double === undefined ? undefined : roundingMessage(double, open)
    }
  }
}

/** Omits the values of secret fields. */
function roundingMessage(double: number, open: readonly Open[]): string {
  const isSecret = open.some(({ at }) => typeof at === 'string' && isSecretName(at))
  return `would be rounded${isSecret ? '' : ` to ${double}`}: ${roundingRemedy}`
}

const roundingRemedy = 'send at most 15 significant digits, and nothing nearer to 0 than 1e-300'

/**
 * The double to which JSON.parse rounds a number. It rounds if the shortest decimal of the double,
 * as JSON.stringify writes it, is another number. Returns undefined if it does not round, or if the
 * number is too large for a double: JSON.parse makes that infinite, and no schema accepts it.
 */
function roundingOf(source: string): number | undefined {
  // A double holds every decimal of 15 digits (DBL_DIG).
  if (source.length <= 15 && !/e/i.test(source)) return undefined
  const double = Number(source)
  if (!Number.isFinite(double) || decimalOf(source) === decimalOf(`${double}`)) return undefined
  return double
}

/**
 * The form that all spellings of an absolute value share: the digits between the outer zeros, and an
 * exponent. A minus sign cancels out of the exponent, because `whole.length` and `first` both count it.
 */
function decimalOf(number: string): string {
  const [mantissa = '', exponent = '0'] = number.toLowerCase().split('e')
  const [whole = '', fraction = ''] = mantissa.split('.')
  const digits = whole + fraction
  const first = digits.search(/[1-9]/)
  if (first < 0) return '0'
  // Not with /0+$/, which takes quadratic time on a long run of zeros in the middle.
  let end = digits.length
  while (digits[end - 1] === '0') end--
  return `${digits.slice(first, end)}e${Number(exponent) + whole.length - first}`
}
