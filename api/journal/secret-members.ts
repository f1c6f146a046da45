import { isSecretName } from './secret-names.ts'

/** A string of JSON, even if it is cut off; a bracket; a colon or a comma; any other value. */
const tokens = /"(?:[^"\\]|\\.?)*(?:"|$)|[[\]{}:,]|[^\s"[\]{}:,]+/gs

const deeper: Readonly<Record<string, number>> = { '[': 1, '{': 1, ']': -1, '}': -1 }

/**
 * JSON with another text as the value of each member that is named as a secret. All else stays as it is
 * spelt. Text that is not quite JSON is read as far as it looks like it.
 */
export function withoutSecretMembers(json: string, hidden: string): string {
  const all = [...json.matchAll(tokens)]
  let shown = ''
  let from = 0
  for (let at = 0; at < all.length; at++) {
    const [name, colon, value] = [all[at], all[at + 1], all[at + 2]]
    if (!name || !value || colon?.[0] !== ':' || !isSecretName(unquoted(name[0]))) continue
    const last = lastOfValue(all, at + 2)
    const end = all[last] ?? value
    shown += json.slice(from, value.index) + JSON.stringify(hidden)
    from = end.index + end[0].length
    at = last
  }
  return shown + json.slice(from)
}

/** Where the value that begins at a token ends. */
function lastOfValue(all: readonly RegExpExecArray[], first: number): number {
  let depth = 0
  for (let at = first; at < all.length; at++) {
    depth += deeper[all[at]?.[0] ?? ''] ?? 0
    if (depth <= 0) return at
  }
  return all.length - 1
}

/** What a string of JSON says, whose characters may be escaped. */
function unquoted(token: string): string {
  try {
    return String(JSON.parse(token))
  } catch {
    return token
  }
}
