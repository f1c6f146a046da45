import { isSecretName } from './secret-names.ts'

/** A string, a bracket, a colon, or any other value. */
const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|[[\]{}:]|[^\s"[\]{}:,]+/g

const deeper: Readonly<Record<string, number>> = { '[': 1, '{': 1, ']': -1, '}': -1 }

/** How to show the parts of JSON. */
interface Shown {
  /** Replaces the value of a secret member. */
  readonly hidden: string
  /** Whether a string member is shown as it is. */
  isPlain(name: string, value: string): boolean
  /** Shows the content of any other string. */
  string(content: string, isEscaped: boolean): string
}

/**
 * JSON with the value of each secret member replaced, and with its strings as `show` shows them. All else
 * keeps its spelling. The text must be valid JSON.
 */
export function withoutSecretMembers(json: string, show: Shown): string {
  const all = [...json.matchAll(tokens)]
  let shown = ''
  let from = 0
  for (let at = 0; at < all.length; at++) {
    const token = all[at] as Token
    if (!isString(token)) continue
    shown += json.slice(from, token.index) + shownString(token[0], show)
    from = endOf(token)
    const kind = kindOfMember(token, all[at + 1], all[at + 2], show)
    if (kind === undefined) continue
    const value = all[at + 2] as Token
    at = lastOfValue(all, at + 2)
    const end = endOf(all[at] as Token)
    const isSecret = kind === 'secret'
    shown += json.slice(from, isSecret ? value.index : end)
    if (isSecret) shown += JSON.stringify(show.hidden)
    from = end
  }
  return shown + json.slice(from)
}

type Token = RegExpExecArray

/** Whether a member's value is hidden or shown. Undefined: not a member, or decided per string. */
function kindOfMember(
  token: Token,
  colon: Token | undefined,
  value: Token | undefined,
  show: Shown,
) {
  if (colon?.[0] !== ':' || !value) return undefined
  const name = contentOf(token[0])
  if (isSecretName(name)) return 'secret'
  return isString(value) && show.isPlain(name, contentOf(value[0])) ? 'plain' : undefined
}

const isString = ([text]: Token) => text.startsWith('"')
const endOf = ({ 0: text, index }: Token) => index + text.length

/** The index of the last token of the value that begins with the token at `first`. */
function lastOfValue(all: readonly Token[], first: number): number {
  let depth = 0
  for (let at = first; at < all.length; at++) {
    depth += deeper[all[at]?.[0] ?? ''] ?? 0
    if (depth === 0) return at
  }
  return all.length - 1
}

/** A string of JSON, in its own spelling if nothing in it is hidden. */
function shownString(token: string, show: Shown): string {
  const content = contentOf(token)
  const shown = show.string(content, token.includes('\\'))
  return shown === content ? token : JSON.stringify(shown)
}

/** The text that a string of JSON spells. */
const contentOf = (token: string): string =>
  token.includes('\\') ? JSON.parse(token) : token.slice(1, -1)
