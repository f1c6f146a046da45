/** Removes secrets from requests before the journal, a recording, a log line or a problem shows them. */
import type { IncomingHttpHeaders } from 'node:http'
import { withoutSecretMembers } from './secret-members.ts'
import { isSecretName } from './secret-names.ts'

/** Replaces a secret. */
export const redacted = '(redacted)'

/** These headers have no secrets, and a replay needs them as they were sent. */
const plainHeaders = new Set(['host', 'idempotency-key', 'if-match', 'if-none-match', 'outcome'])

/** Headers without secrets. A repeated header becomes one text. */
export const redactHeaders = (headers: IncomingHttpHeaders): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, shownHeader(name, String(value))]),
  )

function shownHeader(name: string, value: string): string {
  if (plainHeaders.has(name)) return value
  return isSecretName(name) ? redacted : redactText(value)
}

/**
 * A text without its secrets: a header, a request target, a body or a message. Hides user info in URLs,
 * credentials after an authentication scheme, and the values of parameters and JSON members with secret
 * names. Decodes percent-encoding and JSON strings up to `layers` times to find them. In quoted text that is
 * not valid JSON, it hides everything after the first secret name. Redacting a result again changes
 * nothing. Takes linear time.
 */
export function redactText(text: string, layers = 2): string {
  if (!isJson(text)) return withoutParameters(text, layers)
  return withoutSecretMembers(text, {
    hidden: redacted,
    isPlain,
    string: (content, isEscaped) =>
      isEscaped && layers === 0 ? content : redactText(content, layers - (isEscaped ? 1 : 0)),
  })
}

/** Bytes without their secrets. It finds secrets in UTF-8 and in other supersets of ASCII. */
export const redactBytes = (bytes: Uint8Array): Buffer =>
  Buffer.from(redactText(Buffer.from(bytes).toString('latin1')), 'latin1')

/** A byte-order mark, as text or as its bytes in UTF-8, may stand before JSON. */
const beforeJson = /^(?:\ufeff|\u00ef\u00bb\u00bf)?\s*(?=["[{])/

function isJson(text: string): boolean {
  const [blank] = beforeJson.exec(text) ?? []
  if (blank === undefined) return false
  try {
    JSON.parse(text.slice(blank.length))
    return true
  } catch {
    return false
  }
}

/** Whether a JSON member holds an id, a symbol, a pattern for these, or a reason: all are public. */
const isPlain = (name: string, value: string) =>
  name === 'reason' || (/^(?:clientOrderId|orderId|symbol)$/.test(name) && isId.test(value))

/** An id, a symbol, or a pattern for these. No credential with a name, a scheme or a URL fits. */
const isId = /^[\w.:/*?-]*$/

/** A query parameter with an id, a symbol, or a list or pattern of these. */
const plainParameter = /^(?:[^?=:;%]*\?)?(?:clientOrderId|orderId|symbol)=[\w.:/*,-]*$/

/** Every secret in plain text needs one of these. Most text has none. */
const suspect = /[=%@]|[^?;,/\s<:]\s*:|bearer|basic|token/i

function withoutParameters(text: string, layers: number): string {
  if (!suspect.test(text)) return text
  const parts = text.replaceAll(userInfo, `$1${redacted}@`).split(/([&#>])/)
  let isQuoted = false
  let shown = ''
  for (const part of parts) {
    const end = endOfSecretName(part)
    isQuoted ||= /["'{]/.test(end === undefined ? part : part.slice(0, end + 1))
    if (end === undefined) shown += withoutEncoded(part, layers)
    else shown += part.slice(0, end) + redacted
    // In quotes, none of these characters ends a value.
    if (end !== undefined && isQuoted) break
  }
  return shown.replaceAll(credentials, `$1${redacted}`)
}

const userInfo = /(\/\/)[^/?#\s"'<>]*@/g

const anyCase = (word: string) =>
  word.replaceAll(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`)

/**
 * A scheme and its credential. A parameter name does not count as a credential, as in
 * `Bearer realm="papertape"`. "Token" is also an English word: within a text, the word after it is a
 * credential unless it is all small letters.
 */
const credentials = new RegExp(
  [
    String.raw`(\b(?:${anyCase('bearer')}|${anyCase('basic')})[\s+]+`,
    String.raw`(?:^|=)${anyCase('token')}[\s+]+`,
    String.raw`\b${anyCase('token')}[\s+]+(?=[a-z.-]*[\dA-Z_~/=]))`,
  ].join('|') + String.raw`(?![\w-]+\s*=\s*["'(])[\w~/.-][\w~+/.=-]*`,
  'g',
)

/** The name of a parameter or member, and what comes between it and its value. */
const naming = /(?<=^|[?;,/\s<"'=:{(])([^?;,/\s<"'=:{(]+)["']?\s*[=:]\s*/g

/** The index of the value behind the first secret name. */
function endOfSecretName(part: string): number | undefined {
  if (plainParameter.test(decoded(part))) return undefined
  for (const { 0: whole, 1: name = '', index } of part.matchAll(naming)) {
    if (isSecretName(unescaped(decoded(name)))) return index + whole.length
  }
  return undefined
}

/** Hides all of a part that has a secret once it is decoded. */
function withoutEncoded(part: string, layers: number): string {
  const plain = decoded(part)
  if (layers === 0 || plain === part) return part
  if (redactText(plain, layers - 1) === plain) return part
  return (/^[^%]*[=/]/.exec(part)?.[0] ?? '') + redacted
}

/** Decodes the percent-escapes of ASCII characters: secret names have no others. */
const decoded = (text: string) =>
  text.replaceAll(/%([0-7][\da-f])/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)))

/** Decodes the JSON escapes of ASCII characters. */
const unescaped = (text: string) =>
  text.replaceAll(/\\u00([0-7][\da-f])/gi, (_, code) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  )
