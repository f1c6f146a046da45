import { isSecretName } from './secret-names.ts'

/**
 * A name, and what stands between it and its value in JSON, in an address, in a header field, or where
 * Node writes an object. It begins where a word does: else a long word would be read once for each of
 * its characters.
 */
const naming = /(?<![\w.%-])([\w.%-]+)(\\*["'])?[^\S\n]*(:(?!:)|=(?![=>]))\s*/g

/** The same text, with something else in the place of each value that is named as a secret is. */
export function withoutNamedSecrets(text: string, hidden: string): string {
  let shown = ''
  let from = 0
  for (const found of text.matchAll(naming)) {
    const secret = found.index < from ? undefined : secretOf(found)
    if (!secret) continue
    const mark = secret.isToBeQuoted ? found[2] : ''
    shown += text.slice(from, secret.from) + mark + hidden + mark
    from = secret.to
  }
  return shown + text.slice(from)
}

/** Where the secret is that is named here, if what is named is one. */
function secretOf(found: RegExpExecArray): (Place & { isToBeQuoted: boolean }) | undefined {
  const [whole, name = '', quote = '', sign] = found
  if (!isSecretName(decoded(name))) return undefined
  const isLine = sign === ':' || /authorization|cookie/i.test(name)
  const value = valueAt(found.input, found.index + whole.length, isLine)
  if (!value || (value.isBare && whole.includes('\n'))) return undefined
  // JSON stays JSON: what was a number or a list is a text now.
  return { ...value, isToBeQuoted: quote !== '' && !value.isQuoted }
}

/** A name as it reads where an address has escapes in it. */
const decoded = (name: string) =>
  name.replaceAll(/%([0-7][\da-f])/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)))

/** Where a value begins and ends in a text; of one in quotes, what is between them. */
interface Place {
  readonly from: number
  readonly to: number
  readonly isQuoted?: boolean
  /** Whether nothing but the line, or what may follow in an address, tells where it ends. */
  readonly isBare?: boolean
}

/** The value that begins at a place; undefined where it is none, such as null. */
function valueAt(text: string, from: number, isLine: boolean): Place | undefined {
  const quote = matchAt(/\\*["']/y, text, from)
  if (quote) {
    const begin = from + quote.length
    return { from: begin, to: endOfQuoted(text, begin, quote), isQuoted: true }
  }
  if (/[[{]/.test(text[from] ?? '')) return { from, to: endOfNested(text, from) }
  if (matchAt(nothing, text, from)) return undefined
  const number = matchAt(/-?\d[\d.eE+-]*(?=[^\S\n]*[,}\]])/y, text, from)
  if (number) return { from, to: from + number.length }
  const bare = matchAt(isLine ? restOfLine : wordInAddress, text, from)
  return bare ? { from, to: from + bare.length, isBare: true } : undefined
}

/** What tells no secret. */
const nothing = /(?:null|undefined|true|false)(?=[\s,}\]&]|$)/y

/** What stands in quotes here belongs to a parameter, as in `Digest username="alice"`. */
const restOfLine = /(?:[^\n"']+|(?<==)"[^"\n]*")+/y
const wordInAddress = /[^&#\s"'<>]+/y

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0]
}

/**
 * Where the quote stands that ends a text, or the whole ends. JSON that is itself a text in JSON has a
 * backslash before each of its quotes, and three where it is so once more.
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

/** Where a list or an object ends that begins here, or the whole ends. */
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
