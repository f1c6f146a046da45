/** What the journal and recordings show of a request: everything but its secrets. */
import type { IncomingHttpHeaders } from 'node:http'
import { withoutSecretMembers } from './secret-members.ts'
import { isSecretName } from './secret-names.ts'

/** Replaces a secret. */
export const redacted = '(redacted)'

/** Headers without secrets, each as one text. */
export const shownHeaders = (headers: IncomingHttpHeaders): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, isSecretName(name) ? redacted : shownAddress(String(value))]),
  )

/**
 * A request target, a URL, or text that contains one, without the secrets in it: user info, bearer
 * tokens, and the values of parameters that are named as secrets, also where a name or a whole URL is
 * percent-encoded, up to `layers` times. Takes linear time.
 */
export function shownAddress(text: string, layers = 2): string {
  const shown = text
    .replaceAll(/(\/\/)[^/?#\s"'<>]*@/g, `$1${redacted}@`)
    .replaceAll(/(\bBearer\s+)(?!\w+=")[\w~+/.=-]+/gi, `$1${redacted}`)
  if (!shown.includes('=') && !shown.includes('%')) return shown
  return shown
    .split(/([&#>])/)
    .map((part) => withoutParameter(part, layers))
    .join('')
}

/** A name that a value follows. */
const naming = /(?<=^|[?;,/\s<"'])([^?;,/\s<"'=]+)=/g

/** Hides too much rather than too little: up to the next `&`, as the platform reads a query. */
function withoutParameter(part: string, layers: number): string {
  for (const { 0: whole, 1: name = '', index } of part.matchAll(naming)) {
    if (isSecretName(decoded(name))) return part.slice(0, index + whole.length) + redacted
  }
  const plain = layers > 0 ? decoded(part) : part
  if (plain === part || shownAddress(plain, layers - 1) === plain) return part
  return (/^[^%]*[=/]/.exec(part)?.[0] ?? '') + redacted
}

/** Each escape that stands for ASCII decoded: no name of a secret has another character. */
const decoded = (text: string) =>
  text.replaceAll(/%([0-7][\da-f])/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)))

/** The text of a body or a message without secrets: without their members in JSON, or as an address. */
export const shownText = (text: string): string =>
  /^\W*[[{"]/.test(text) ? withoutSecretMembers(text, redacted) : shownAddress(text)

/** The same for bytes, whatever they encode. All but secrets stay as they are. */
export const shownBytes = (bytes: Uint8Array): Buffer =>
  Buffer.from(shownText(Buffer.from(bytes).toString('latin1')), 'latin1')
