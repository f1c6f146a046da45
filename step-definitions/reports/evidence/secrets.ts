import { fieldNames } from '../../support/dialect/our-spelling.ts'
import { withoutNamedSecrets } from './named-secrets.ts'
import { isSecretName } from './secret-names.ts'

/** The replacement for a secret. */
export const hidden = '[secret]'

/** Shorter secrets would also match inside ordinary words. */
const minLength = 6

/** Plain words and numbers are hidden only where the secret was found: they may occur in any text. */
const plain = /^(?:[a-z]{1,12}|[A-Z]{1,12}|[A-Z][a-z]{1,11}|\d{1,9})$/

/** Secrets recognised by the text before them. */
const patterns: readonly RegExp[] = [
  /(\b(?:Bearer|Basic)\s+\\*["']?)[^\s"'<>,;\\]+/gi,
  // The user information of a URL.
  /(\b[a-z][a-z0-9+.-]{0,20}:\/\/)[^/\s@"'<>]+(?=@)/gi,
]

/** Removes secrets from texts before they are shown. */
export class Secrets {
  readonly #known = new Set<string>()
  /**
   * Longest first: replacing a prefix of a longer secret would leave the end of that one visible.
   */
  #longestFirst: readonly string[] | undefined

  /** Knows the secrets in the environment of a run from the start. */
  constructor(env: Readonly<Record<string, string | undefined>>) {
    this.#learn(env.CONTROL_TOKEN ?? '')
    for (const address of [env.BASE_URL, env.CONTROL_URL]) {
      const { username = '', password = '' } = URL.parse(address ?? '') ?? {}
      for (const part of [username, password]) this.#learn(decoded(part))
    }
  }

  /**
   * Learns the secrets in header fields: from now on they are hidden in every text, except plain
   * words and numbers, which may mean something else there.
   */
  learnFrom(headers: Iterable<readonly [string, string]>): void {
    for (const [name, value] of headers) {
      const parts = isSecretName(name) ? [value, ...secretsIn(name, value)] : []
      for (const part of parts) {
        if (!plain.test(part) && !fieldNames.includes(part)) this.#learn(part)
      }
    }
  }

  /** The header fields without their secrets, which it learns as `learnFrom` does. */
  hiddenInHeaders(
    headers: readonly (readonly [string, string])[],
  ): [name: string, value: string][] {
    this.learnFrom(headers)
    return headers.map(([name, value]) => [
      name,
      isSecretName(name) ? hidden : this.hiddenIn(value),
    ])
  }

  /** A text without the secrets in it. */
  hiddenIn(text: string): string {
    let shown = text
    this.#longestFirst ??= [...this.#known].toSorted((a, b) => b.length - a.length)
    for (const secret of this.#longestFirst) shown = shown.replaceAll(secret, hidden)
    shown = withoutNamedSecrets(shown, hidden)
    for (const pattern of patterns) shown = shown.replace(pattern, `$1${hidden}`)
    return shown
  }

  /** Also in its JSON and URL encodings. */
  #learn(secret: string): void {
    if (secret.length < minLength || hidden.includes(secret) || this.#known.has(secret)) return
    const asJson = JSON.stringify(secret).slice(1, -1)
    const forms = [secret, asJson, encodeURIComponent(secret)]
    for (const form of forms) this.#known.add(form)
    this.#longestFirst = undefined
  }
}

/** Decodes percent escapes; returns the text unchanged if one is malformed. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

/** The credentials after an auth scheme, or the values of cookies without their attributes. */
function secretsIn(name: string, value: string): string[] {
  const pairs = value.split(/;\s*/).slice(0, /^set-cookie$/i.test(name) ? 1 : undefined)
  return pairs.flatMap((pair) => /^[^\s=]+[\s=]+(.+)$/.exec(pair)?.[1] ?? [])
}

/** The secrets of this run. */
export const secrets = new Secrets(process.env)
