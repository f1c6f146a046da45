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
      .map(([name, value]) => [name, isSecretName(name) ? redacted : shownText(String(value))]),
  )

/**
 * A text without its secrets: a header field, a request target, a body or a message. Hides user info in
 * URLs, credentials after an authentication scheme, and the values of parameters and JSON members that
 * are named as secrets. Finds them also where text or JSON is percent-encoded or is a string of JSON, up
 * to `layers` times. Takes linear time.
 */
export function shownText(text: string, layers = 2): string {
  const shown = beginsLikeJson.test(text) ? text : withoutParameters(text, layers)
  if (shown === text ? !/["[{]/.test(text) : !shown.includes('"')) return shown
  return withoutSecretMembers(shown, {
    hidden: redacted,
    between: (part) => withoutParameters(part, layers),
    unquoted: (string) => shownText(string, layers),
    unescaped: (string) => (layers > 0 ? shownText(string, layers - 1) : string),
  })
}

const beginsLikeJson = /^\W*[[{"]/

/** The same for bytes, whatever they encode. All but secrets stay as they are. */
export const shownBytes = (bytes: Uint8Array): Buffer =>
  Buffer.from(shownText(Buffer.from(bytes).toString('latin1')), 'latin1')

/** What no secret in plain text goes without; most text has none of it. */
const suspect = /[=%@]|[^?;,/\s<"':]:|bearer|basic|token/i

function withoutParameters(text: string, layers: number): string {
  if (!suspect.test(text)) return text
  const shown = text
    .replaceAll(/(\/\/)[^/?#\s"'<>]*@/g, `$1${redacted}@`)
    .replaceAll(/(\bBearer[\s+]+)(?!\w+=")[\w~+/.=-]+/gi, `$1${redacted}`)
    .replaceAll(/((?:^|=)(?:Basic|Token)[\s+]+)(?!\w+=")[\w~+/.=-]+/gi, `$1${redacted}`)
  if (!/[=:%]/.test(shown)) return shown
  return shown
    .split(/([&#>])/)
    .map((part) => withoutParameter(part, layers))
    .join('')
}

/** A name that a value follows. */
const naming = /(?<=^|[?;,/\s<"'=:])([^?;,/\s<"'=:]+)(?:=|:\s*)/g

/** Hides too much rather than too little: up to the next `&`, as the platform reads a query. */
function withoutParameter(part: string, layers: number): string {
  for (const { 0: whole, 1: name = '', index } of part.matchAll(naming)) {
    if (isSecretName(decoded(name))) return part.slice(0, index + whole.length) + redacted
  }
  const plain = layers > 0 ? decoded(part) : part
  if (plain === part || shownText(plain, layers - 1) === plain) return part
  return (/^[^%]*[=/]/.exec(part)?.[0] ?? '') + redacted
}

/** Each escape that stands for ASCII decoded: no name of a secret has another character. */
const decoded = (text: string) =>
  text.replaceAll(/%([0-7][\da-f])/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)))
