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

/** Text whose secrets are hidden can look like another secret, so it is redacted again. */
const maxRounds = 5

/**
 * A text without its secrets: a header, a request target, a body or a message. Hides user info in URLs,
 * credentials after an authentication scheme, and the values of parameters and JSON members with secret
 * names. Decodes percent-encoding and JSON strings up to twice to find them. In quoted text that is not
 * valid JSON, it hides everything after the first secret name. Redacting a result again changes nothing.
 * Takes linear time.
 */
export function redactText(text: string): string {
  let shown = text
  for (let round = 0; round < maxRounds; round++) {
    const before = shown
    shown = withoutSecrets(before, 2)
    if (shown === before) break
  }
  return shown
}

function withoutSecrets(text: string, layers: number): string {
  if (!isJson(text)) return withoutParameters(text, layers)
  return withoutSecretMembers(text, {
    hidden: redacted,
    isPlain,
    string: (content, isEscaped) =>
      isEscaped && layers === 0 ? content : withoutSecrets(content, layers - (isEscaped ? 1 : 0)),
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
const suspect = /[=@]|%[0-7][\da-f]|[^?;,/\s<:]\s*:|bearer|basic|token/i

function withoutParameters(text: string, layers: number): string {
  if (!suspect.test(text)) return text
  // A part costs more time than its characters. Signs without a name need no parts of their own.
  const parts = text.replaceAll(userInfo, `$1${redacted}@`).split(/([&#>][&#>=:]*)/)
  let isQuoted = false
  let shown = ''
  for (const part of parts) {
    const secret = mayName.test(part) ? secretIn(part) : undefined
    isQuoted ||= /["'{]/.test(secret ? part.slice(0, secret.to + 1) : part)
    shown += withoutEncoded(part.slice(0, secret?.from), layers)
    if (!secret) continue
    shown += secret.shownName + redacted
    // In quotes, none of these characters ends a value.
    if (isQuoted) break
  }
  return shown.replaceAll(credentials, `$<before>$<open>${redacted}`)
}

const userInfo = /(\/\/)[^/?#\s"'<>]*@/g

const anyCase = (word: string) =>
  word.replaceAll(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`)

/** Spaces, also as in a query or in JSON. */
const space = String.raw`(?:[\s+]|\\[nrt])+`

/** A parameter of a challenge, or one whose value is hidden already: it is no credential. */
const parameter = [
  String.raw`(?:realm|error(?:_description|_uri)?|scope|charset)\s*=\s*\\*["']`,
  String.raw`[a-z][a-z_-]{0,19}\s*=\s*\(redacted\)`,
].join('|')

/**
 * A scheme and its credential. "Token" is also an English word: within a text, the word after it is a
 * credential unless it is all small letters.
 */
const credentials = new RegExp(
  [
    String.raw`(?<before>\b(?:${anyCase('bearer')}|${anyCase('basic')})${space}`,
    `(?:^|=)${anyCase('token')}${space}`,
    String.raw`\b${anyCase('token')}${space}(?=\\*["']?[a-z.-]*[\dA-Z_~/=]))`,
  ].join('|') +
    // In quotes that are escaped themselves, an escaped quote ends the credential.
    String.raw`(?:(?<open>\\*["'])(?:(?<=\\(?<escaped>["']))(?:(?!\\?\k<escaped>).)+` +
    String.raw`|(?<=(?<quote>["']))(?:\\.|(?!\k<quote>)[^\\])+)` +
    String.raw`|(?!${parameter}|[=+:])(?:[^\s"'<>&;,\\]|(?<!\s),(?=[^\s"']))+)`,
  'gs',
)

/** The name of a parameter or member, perhaps of two words, and what comes between it and its value. */
const naming =
  /(?<=^|[?;,/\s<"'=:{(])(?:([^?;,/\s<"'=:{(]+)[ \t]+)?([^?;,/\s<"'=:{(]+)["']?\s*[=:]\s*/g

/** A part without this has no name before a `=` or a colon. Cheaper than `naming`. */
const mayName = /^[^&#>].*[=:]/s

/** A decoded name that has a value or a credential in it. */
const hasValue = /[=:\s%]|^(?:bearer|basic|token)\+/i

/** Whether a name may have the secret in it. In `token abc: 1`, this may be the second word. */
const mayBeSecret = (first: string, second: string) =>
  hasValue.test(second) || (isSecretName(first) && !isSecretName(second))

/** The first secret name: where it begins, where its value begins, and what is shown of the name. */
function secretIn(part: string) {
  naming.lastIndex = 0
  for (let found = naming.exec(part); found; found = naming.exec(part)) {
    const { 0: whole, 1: before = '', 2: name = '', index } = found
    const first = unescaped(decoded(before))
    const second = unescaped(decoded(name))
    if (!isSecretName(second) && !(first && isSecretName(`${first} ${second}`))) continue
    if (plainParameter.test(decoded(part))) return undefined
    const from = part.indexOf(name, index + before.length)
    const to = index + whole.length
    return { from, to, shownName: mayBeSecret(first, second) ? '' : part.slice(from, to) }
  }
  return undefined
}

/** Hides all of a part that has a secret once it is decoded. */
function withoutEncoded(part: string, layers: number): string {
  const plain = decoded(part)
  if (layers === 0 || plain === part) return part
  if (withoutSecrets(plain, layers - 1) === plain) return part
  return (/^[^%]*[=/]/.exec(part)?.[0] ?? '') + redacted
}

/** Decodes the percent-escapes of ASCII characters: secret names have no others. */
const decoded = (text: string) =>
  text.includes('%') ? text.replaceAll(/%([0-7][\da-f])/gi, fromHex) : text

/** Decodes the JSON escapes of ASCII characters. */
const unescaped = (text: string) =>
  text.includes('\\') ? text.replaceAll(/\\u00([0-7][\da-f])/gi, fromHex) : text

const fromHex = (_: string, code: string) => String.fromCharCode(Number.parseInt(code, 16))
