import { isSecretName } from './secret-names.ts'

/**
 * A name and the characters between it and its value, in JSON, a URL, a header field, or an object
 * as Node prints it. It must start a word; otherwise a long word would be scanned once per
 * character.
 */
const naming = /(?<![\w.%-])([\w.%-]+)(\\*["'])?[^\S\n]*(:(?!:)|=(?![=>]))\s*/g

/** Replaces each value in a text whose name says that it is a secret. */
export function withoutNamedSecrets(text: string, hidden: string): string {
  let shown = ''
  let from = 0
  for (const found of text.matchAll(naming)) {
    const secret = found.index < from ? undefined : secretIn(found)
    if (!secret) continue
    const mark = secret.needsQuotes ? found[2] : ''
    shown += text.slice(from, secret.from) + mark + hidden + mark
    from = secret.to
  }
  return shown + text.slice(from)
}

/** The place of the value after a name; undefined if the name is not a secret's. */
function secretIn(found: RegExpExecArray): (Place & { needsQuotes: boolean }) | undefined {
  const [whole, name = '', quote = '', sign] = found
  if (!isSecretName(decoded(name))) return undefined
  const isLine = sign === ':' || /authorization|cookie/i.test(name)
  const value = valueAt(found.input, found.index + whole.length, isLine)
  if (!value || (value.isBare && whole.includes('\n'))) return undefined
  // A number or a list in JSON becomes a string, so that the JSON stays valid.
  return { ...value, needsQuotes: quote !== '' && !value.isQuoted }
}

/** A name without the percent escapes of a URL. */
const decoded = (name: string) =>
  name.replaceAll(/%([0-7][\da-f])/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)))

/** Where a value begins and ends in a text, without its quotes. */
interface Place {
  readonly from: number
  readonly to: number
  readonly isQuoted?: boolean
  /** Unquoted: extends to the end of the line or of the URL's parameter. */
  readonly isBare?: boolean
}

/** The place of the value that begins here; undefined for values such as null, which are not secrets. */
function valueAt(text: string, from: number, isLine: boolean): Place | undefined {
  const quote = matchAt(/\\*["']/y, text, from)
  if (quote) {
    const begin = from + quote.length
    return { from: begin, to: endOfQuoted(text, begin, quote), isQuoted: true }
  }
  if (/[[{]/.test(text[from] ?? '')) return { from, to: endOfNested(text, from) }
  if (matchAt(notSecret, text, from)) return undefined
  const number = matchAt(/-?\d[\d.eE+-]*(?=[^\S\n]*[,}\]])/y, text, from)
  if (number) return { from, to: from + number.length }
  const bare = matchAt(isLine ? restOfLine : wordInAddress, text, from)
  return bare ? { from, to: from + bare.length, isBare: true } : undefined
}

/** Values that are not secrets. */
const notSecret = /(?:null|undefined|true|false)(?=[\s,}\]&]|$)/y

/** A quoted part belongs to it only after `=`, as in `Digest username="alice"`. */
const restOfLine = /(?:[^\n"']+|(?<==)"[^"\n]*")+/y
const wordInAddress = /[^&#\s"'<>]+/y

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0]
}

/**
 * The index of the closing quote, or the length of the text if there is none. JSON inside a JSON
 * string has a backslash before each quote, and three backslashes one level deeper.
 */
function endOfQuoted(text: string, from: number, quote: string): number {
  const escapes = quote.length - 1
  const mark = quote.slice(-1)
  for (let at = text.indexOf(mark, from); at !== -1; at = text.indexOf(mark, at + 1)) {
    let first = at
    while (first > from && text[first - 1] === '\\') first -= 1
    if ((at - first) % (2 * (escapes + 1)) === escapes) return at - escapes
  }
  return text.length
}

const deeper: Readonly<Record<string, number>> = { '[': 1, '{': 1, ']': -1, '}': -1 }

/** The index after the list or object that begins here, or the length of the text. */
function endOfNested(text: string, from: number): number {
  let depth = 0
  for (let at = from; at < text.length; at += 1) {
    const char = text[at] ?? ''
    if (char === '\\') at += 1
    if (char === '"' || char === "'") at = endOfQuoted(text, at + 1, char)
    depth += deeper[char] ?? 0
    if (depth === 0) return at + 1
  }
  return text.length
}
