import { fieldNames } from '../../support/dialect/our-spelling.ts'
import { withoutNamedSecrets } from './named-secrets.ts'
import { isSecretName } from './secret-names.ts'

/** What stands where a secret stood. */
export const hidden = '[secret]'

/** Shorter ones would be found in words that are no secrets. */
const shortest = 6

/** What a header field may hold as well as any text: it is hidden only where it stands as a secret. */
const plain = /^(?:[a-z]{1,12}|[A-Z]{1,12}|[A-Z][a-z]{1,11}|\d{1,9})$/

/** Secrets that are known by what precedes them. */
const patterns: readonly RegExp[] = [
  /(\bBearer\s+)[\w~+/.=-]+/gi,
  // Whom an address names.
  /(\b[a-z][a-z0-9+.-]{0,20}:\/\/)[^/\s@"'<>]+(?=@)/gi,
]

/** Keeps secrets out of what is shown to others. */
export class Secrets {
  readonly #known = new Set<string>()
  /** What is known, the longest first: of one that another begins with, that one's end would be left. */
  #inOrder: readonly string[] | undefined

  /** Begins with the secrets that the environment of a run holds. */
  constructor(env: Readonly<Record<string, string | undefined>>) {
    this.#learn(env.CONTROL_TOKEN ?? '')
    for (const address of [env.BASE_URL, env.CONTROL_URL]) {
      const { username = '', password = '' } = URL.parse(address ?? '') ?? {}
      for (const part of [username, password]) this.#learn(decoded(part))
    }
  }

  /**
   * Knows the secrets in some header fields from then on, wherever they show up, unless they are words
   * or numbers that may well mean something else there.
   */
  learnFrom(headers: Iterable<readonly [string, string]>): void {
    for (const [name, value] of headers) {
      const parts = isSecretName(name) ? [value, ...secretsIn(name, value)] : []
      for (const part of parts) {
        if (!plain.test(part) && !fieldNames.includes(part)) this.#learn(part)
      }
    }
  }

  /** The same header fields without their secrets, which are known from then on. */
  hiddenInHeaders(
    headers: readonly (readonly [string, string])[],
  ): [name: string, value: string][] {
    this.learnFrom(headers)
    return headers.map(([name, value]) => [
      name,
      isSecretName(name) ? hidden : this.hiddenIn(value),
    ])
  }

  /** The same text without the secrets in it. */
  hiddenIn(text: string): string {
    let shown = text
    this.#inOrder ??= [...this.#known].toSorted((a, b) => b.length - a.length)
    for (const secret of this.#inOrder) shown = shown.replaceAll(secret, hidden)
    shown = withoutNamedSecrets(shown, hidden)
    for (const pattern of patterns) shown = shown.replace(pattern, `$1${hidden}`)
    return shown
  }

  /** In every form in which it may be written. */
  #learn(secret: string): void {
    if (secret.length < shortest || hidden.includes(secret) || this.#known.has(secret)) return
    const asJson = JSON.stringify(secret).slice(1, -1)
    const forms = [secret, asJson, encodeURIComponent(secret)]
    for (const form of forms) this.#known.add(form)
    this.#inOrder = undefined
  }
}

/** What an address writes percent by percent; as it stands where that is not written right. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

/** What follows the scheme, or the names of cookies. What a cookie is set with besides is no secret. */
function secretsIn(name: string, value: string): string[] {
  const pairs = value.split(/;\s*/).slice(0, /^set-cookie$/i.test(name) ? 1 : undefined)
  return pairs.flatMap((pair) => /^[^\s=]+[\s=]+(.+)$/.exec(pair)?.[1] ?? [])
}

/** Those of this run. */
export const secrets = new Secrets(process.env)
