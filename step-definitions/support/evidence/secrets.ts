/** What stands where a secret stood. */
export const hidden = '[secret]'

const secretName =
  /^(?:(?:proxy-)?authorization|(?:set-)?cookie)$|token|secret|passw|api[-_]?key|signature|credential/i

/** Shorter ones would be found in words that are no secrets. */
const shortest = 6

/** What secrets look like in a text, each with what precedes it. */
const patterns: readonly RegExp[] = [
  // Header fields, however they are written.
  /((?:\b(?:proxy-)?authorization|\b(?:set-)?cookie)["']?\s*[:=]\s*["']?)[^\s"'][^\n"']*/gi,
  /(\bBearer\s+)[\w~+/.=-]+/gi,
  // Parameters of a query.
  /([?&][\w.-]{0,40}(?:token|secret|passw|api[-_]?key|signature|credential)[\w.-]{0,40}=)[^&#\s"']+/gi,
  // Fields in JSON.
  /("[\w.-]{0,40}(?:token|secret|passw|api[-_]?key|signature|credential)[\w.-]{0,40}"\s*:\s*)"(?:[^"\\]|\\.)*"/gi,
  // Whom an address names.
  /(\b[a-z][a-z0-9+.-]{0,20}:\/\/)[^/\s@"'<>]+(?=@)/gi,
]

/** Keeps secrets out of what is shown to others. */
export class Secrets {
  readonly #known = new Set<string>()

  /** Begins with the secrets that the environment of a run holds. */
  constructor(env: Readonly<Record<string, string | undefined>>) {
    this.#learn(env.CONTROL_TOKEN ?? '')
    for (const address of [env.BASE_URL, env.CONTROL_URL]) {
      const { username = '', password = '' } = URL.parse(address ?? '') ?? {}
      for (const part of [username, password]) this.#learn(decodeURIComponent(part))
    }
  }

  /** The same header fields without their secrets, which are known from then on wherever they show up. */
  hiddenInHeaders(headers: Iterable<readonly [string, string]>): [name: string, value: string][] {
    return Array.from(headers, ([name, value]) => {
      if (!secretName.test(name)) return [name, this.hiddenIn(value)]
      for (const part of [value, ...secretsIn(name, value)]) this.#learn(part)
      return [name, hidden]
    })
  }

  /** The same text without the secrets in it. */
  hiddenIn(text: string): string {
    let shown = text
    for (const secret of this.#known) shown = shown.replaceAll(secret, hidden)
    for (const pattern of patterns) shown = shown.replace(pattern, `$1${hidden}`)
    return shown
  }

  /** In every form in which it may be written. */
  #learn(secret: string): void {
    if (secret.length < shortest) return
    const asJson = JSON.stringify(secret).slice(1, -1)
    const forms = [secret, asJson, encodeURIComponent(secret)]
    for (const form of forms) this.#known.add(form)
  }
}

/** What follows the scheme, or the names of cookies. What a cookie is set with besides is no secret. */
function secretsIn(name: string, value: string): string[] {
  const pairs = value.split(/;\s*/).slice(0, /^set-cookie$/i.test(name) ? 1 : undefined)
  return pairs.flatMap((pair) => /^[^\s=]+[\s=]+(.+)$/.exec(pair)?.[1] ?? [])
}

/** Those of this run. */
export const secrets = new Secrets(process.env)
