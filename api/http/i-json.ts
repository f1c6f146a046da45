/**
 * Finds what JSON.parse accepts and I-JSON (RFC 7493) rules out: a name twice in one object, where
 * JSON.parse keeps the last value (section 2.3), and a number that a double cannot hold, which JSON.parse
 * rounds (section 2.2).
 */
import { mustBeGivenOnce } from '../contract/queries.ts'
import { isSecretName } from '../journal/secret-names.ts'
import { roundingOf } from './rounding.ts'
import type { ValidationIssue } from './validation-issue.ts'

/**
 * Finds the first ten of these issues in a text that JSON.parse accepts. Takes linear time, and does not
 * recurse, because a body can nest as deep as it is long.
 */
export const iJsonIssues = (text: string): readonly ValidationIssue[] => new Reading(text).issues

/** The rule, as the descriptions of the APIs state it. */
export const iJsonRule =
  'A JSON body that gives a name twice in one object, or a number that a double would round, is refused (I-JSON, RFC 7493).'

/** The path of an issue is as long as its place is deep. This bounds the reply to a hostile body. */
const maxIssues = 10

/** An object or array that is being read. */
interface Open {
  /** The current name or index. */
  at: string | number
  /** The names so far; undefined for an array. */
  readonly names?: Set<string>
}

class Reading {
  readonly issues: ValidationIssue[] = []
  readonly #text: string
  readonly #open: Open[] = []
  #at = 0

  constructor(text: string) {
    this.#text = text
    while (this.#at < text.length && this.issues.length < maxIssues) {
      const char = text.charAt(this.#at)
      if (char === '"') this.#readString()
      else if (char === '-' || (char >= '0' && char <= '9')) this.#readNumber()
      else this.#readOther(char)
    }
  }

  #readString(): void {
    const end = endOfString(this.#text, this.#at)
    const next = endOfBlanks(this.#text, end)
    if (this.#text[next] === ':') this.#readName(this.#text.slice(this.#at, end))
    this.#at = next
  }

  #readName(json: string): void {
    const object = this.#open.at(-1)
    if (!object?.names) return
    object.at = json.includes('\\') ? (JSON.parse(json) as string) : json.slice(1, -1)
    const { size } = object.names
    if (object.names.add(object.at).size === size) this.#report(mustBeGivenOnce)
  }

  #readNumber(): void {
    numberFrom.lastIndex = this.#at
    const source = numberFrom.exec(this.#text)?.[0] ?? ''
    const double = roundingOf(source)
    if (double !== undefined) this.#report(this.#roundingMessage(double))
    this.#at += source.length
  }

  /** Tracks brackets and commas. Skips colons, blanks, and the letters of true, false and null. */
  #readOther(char: string): void {
    const inner = this.#open.at(-1)
    if (char === '{') this.#open.push({ at: '', names: new Set() })
    else if (char === '[') this.#open.push({ at: 0 })
    else if (char === '}' || char === ']') this.#open.pop()
    else if (char === ',' && typeof inner?.at === 'number') inner.at++
    this.#at++
  }

  /** The value of a secret is left out. */
  #roundingMessage(double: number): string {
    const isSecret = this.#open.some(({ at }) => typeof at === 'string' && isSecretName(at))
    return `would be rounded${isSecret ? '' : ` to ${double}`}: ${roundingRemedy}`
  }

  #report(message: string): void {
    this.issues.push({ path: this.#open.map(({ at }) => at), message })
  }
}

const numberFrom = /[\d.eE+-]+/y

const roundingRemedy = 'send at most 15 significant digits, and nothing nearer to 0 than 1e-300'

/** The index after the closing quote of a string. */
function endOfString(text: string, start: number): number {
  let quote = text.indexOf('"', start + 1)
  while (isEscaped(text, quote)) quote = text.indexOf('"', quote + 1)
  return quote + 1
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0
  while (text[at - 1 - backslashes] === '\\') backslashes++
  return backslashes % 2 === 1
}

function endOfBlanks(text: string, start: number): number {
  let end = start
  while (' \t\r\n'.includes(text[end] ?? '-')) end++
  return end
}
