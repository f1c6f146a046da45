import { isSecretName } from './secret-names.ts'

/** A string of JSON, even if it is cut off; a bracket; a colon or a comma; any other value. */
const tokens = /"(?:[^"\\]|\\.?)*(?:"|$)|[[\]{}:,]|[^\s"[\]{}:,]+/gs

const deeper: Readonly<Record<string, number>> = { '[': 1, '{': 1, ']': -1, '}': -1 }

/** How to show the parts of JSON. */
interface Shown {
  /** Replaces a secret. */
  readonly hidden: string
  /** Shows what stands between strings. */
  between(part: string): string
  /** Shows a string that has no escapes. */
  unquoted(string: string): string
  /** Shows a string whose escapes are decoded. */
  unescaped(string: string): string
}

/**
 * Text that contains JSON with another text as the value of each member that is named as a secret, and
 * with its other strings as they may be shown. All else keeps its spelling. Text that is not quite JSON
 * is read as far as it looks like JSON.
 */
export function withoutSecretMembers(json: string, show: Shown): string {
  const all = [...json.matchAll(tokens)]
  let shown = ''
  let from = 0
  for (const [at, token] of all.entries()) {
    if (token.index < from) continue
    const secret = secretAt(all, at)
    if (!secret && !isString(token)) continue
    shown += show.between(json.slice(from, token.index)) + shownToken(token, secret, show)
    from = secret?.to ?? endOf(token)
  }
  return shown + show.between(json.slice(from))
}

function shownToken(token: Token, secret: Secret | undefined, show: Shown): string {
  // A name can be a text with a secret in it, too.
  const name = isString(token) ? shownString(token[0], show) : token[0]
  if (!secret) return name
  const hidden = secret.isBare ? show.hidden : JSON.stringify(show.hidden)
  return name + token.input.slice(endOf(token), secret.from) + hidden
}

interface Secret {
  readonly from: number
  readonly to: number
  /** Whether neither the name nor the value has quotes. */
  readonly isBare: boolean
}

type Token = RegExpExecArray

const isString = ([text]: Token) => text.startsWith('"')
const isPlain = ([text]: Token) => !/^["[\]{}]/.test(text)
const endOf = ({ 0: text, index }: Token) => index + text.length

/** Where the secret that the token at a place names begins and ends. */
function secretAt(all: readonly Token[], at: number): Secret | undefined {
  const [name, sign, value] = [all[at], all[at + 1], all[at + 2]]
  const isMember = value && sign?.[0] === ':'
  if (!name || !sign || !(isMember || isOdd(name, sign))) return undefined
  if (!isSecretName(nameIn(name[0]))) return undefined
  if (!isMember) return { from: sign.index, to: name.input.length, isBare: true }
  const isBare = isPlain(name) && isPlain(value)
  return { from: value.index, to: endOf(all[lastOfValue(all, at + 2)] ?? value), isBare }
}

/** Whether a quote is missing or one too many, so that names and values look like each other from here on. */
const isOdd = (name: Token, next: Token) =>
  isPlain(name) &&
  next.index === endOf(name) &&
  (name[0].endsWith('=') ? isString(next) : /^"\s*:/.test(next[0]))

/** The name that a token ends with: without quotes it may be the last of several parameters. */
const nameIn = (token: string) =>
  token.startsWith('"') ? unquoted(token) : (/([^=&?/;]*)=?$/.exec(token.slice(-100))?.[1] ?? '')

/** Where a value ends. One without quotes, which JSON does not know, ends where the next member may begin. */
function lastOfValue(all: readonly Token[], first: number): number {
  const isBare = /^[^"[\]{}]/.test(all[first]?.[0] ?? '')
  let depth = 0
  for (let at = first; at < all.length; at++) {
    depth += deeper[all[at]?.[0] ?? ''] ?? 0
    const next = all[at + 1]?.[0] ?? ','
    if (isBare ? /^[",\]}]/.test(next) : depth <= 0) return at
  }
  return all.length - 1
}

/** A string of JSON, in its own spelling if nothing in it is hidden. */
function shownString(token: string, show: Shown): string {
  const content = contentOf(token)
  if (!content.includes('\\')) return token.replace(content, () => show.unquoted(content))
  const plain = unquoted(token)
  const shown = show.unescaped(plain)
  return shown === plain ? token : JSON.stringify(shown)
}

/** What a token says: of a string, whose characters may be escaped; roughly, if it is cut off or broken. */
function unquoted(token: string): string {
  const content = contentOf(token)
  if (!content.includes('\\')) return content
  try {
    return String(JSON.parse(`"${content}"`))
  } catch {
    return content.replaceAll(/\\(.)/gs, '$1')
  }
}

/** What stands between quotes, of which the second may be missing. */
const contentOf = (token: string) => /^"(.*?)"?$/s.exec(token)?.[1] ?? token
