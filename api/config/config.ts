import type { DelayRange } from '../../engine/index.ts'
import type { ControlAddress } from '../server/listen-to-control.ts'
import { isLoopback } from '../server/loopback.ts'
import { readArguments } from './arguments.ts'
import { type Settings, settings, table } from './settings.ts'

/** Invalid settings: one line for each, which says what to change. */
export class ConfigError extends Error {
  readonly errors: readonly string[]

  constructor(errors: readonly string[]) {
    super(errors.join('\n'))
    this.errors = errors
  }
}

/** The checked settings. */
export interface Config {
  readonly host: string
  /** 0 for any free port. */
  readonly port: number
  /** The host names that requests may use besides loopback names, or `*`. Undefined: any, unless `host` is loopback. */
  readonly allowedHosts: readonly string[] | undefined
  /** Undefined: no control API. */
  readonly control: ControlAddress | undefined
  /** Whether the main venue keeps a journal. */
  readonly keepsJournal: boolean
  /** The most connections served at once. */
  readonly maxConnections: number
  /** The most bytes of the stream that a client may leave unread. */
  readonly maxUnreadBytes: number
  /** The origins besides the platform's own whose pages may call it, or `*`. */
  readonly corsOrigins: readonly string[]
  readonly latency: DelayRange
  readonly executionDelay: DelayRange
  /** Whether the header `Outcome` of a placement decides the outcome of its order. */
  readonly outcomeHeaders: boolean
  /** Undefined: draw one. */
  readonly seed: string | undefined
  readonly logLevel: Settings['LOG_LEVEL']
}

/** The texts of settings by variable. `nameOf` returns the name as the user typed it, such as `--port`. */
interface Given {
  readonly texts: Readonly<Record<string, string>>
  readonly nameOf: (variable: string) => string
}

function gather(environment: Environment, typed: Readonly<Record<string, string>>): Given {
  const texts: Record<string, string> = {}
  for (const { variable } of table) {
    const text = typed[variable] ?? environment[variable]
    if (text?.trim()) texts[variable] = text
  }
  const argumentOf = new Map(table.map(({ variable, argument }) => [variable, `--${argument}`]))
  const nameOf = (variable: string) =>
    variable in typed ? (argumentOf.get(variable) ?? variable) : variable
  return { texts, nameOf }
}

/** This value of CONTROL_TOKEN disables the token check. */
const noToken = 'none'

/** Requires a token if other machines can reach the control API. */
function missingToken({ texts, nameOf }: Given): string[] {
  const { CONTROL, CONTROL_HOST = '', CONTROL_TOKEN } = texts
  const isReachable = CONTROL !== 'off' && CONTROL_HOST !== '' && !isLoopback(CONTROL_HOST)
  if (!isReachable || CONTROL_TOKEN !== undefined) return []
  return [
    `CONTROL_TOKEN must be set when ${nameOf('CONTROL_HOST')} is ${JSON.stringify(CONTROL_HOST)}: otherwise anyone on the network could control the platform. Set it to a secret, to none for no token, or set CONTROL=off.`,
  ]
}

function controlIn(data: Settings): ControlAddress | undefined {
  if (data.CONTROL === 'off') return undefined
  const { CONTROL_HOST: host, CONTROL_PORT: port } = data
  const token = data.CONTROL_TOKEN === noToken ? undefined : data.CONTROL_TOKEN
  const isOpen = token !== undefined || !isLoopback(host)
  return { host, port, token, allowedHosts: data.CONTROL_ALLOWED_HOSTS ?? (isOpen ? ['*'] : []) }
}

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Reads the settings from the environment and the arguments. Arguments win. An empty variable counts as
 * not set. Throws a ConfigError that lists every error.
 */
export function readConfig(environment: Environment, args: readonly string[] = []): Config {
  const { values, errors } = readArguments(args, environment.npm_lifecycle_event !== undefined)
  const given = gather(environment, values)
  const parsed = settings.safeParse(given.texts)
  const badValues = (parsed.error?.issues ?? []).map(({ path, message }) => {
    const variable = String(path[0])
    // Keeps the secret out of logs.
    const shown =
      variable === 'CONTROL_TOKEN' ? '' : `, but is ${JSON.stringify(given.texts[variable])}`
    return `${given.nameOf(variable)} ${message}${shown}`
  })
  const all = [...errors, ...badValues, ...missingToken(given)]
  if (!parsed.success || all.length > 0) throw new ConfigError(all)
  const { data } = parsed
  return {
    host: data.HOST,
    port: data.PORT,
    allowedHosts: data.ALLOWED_HOSTS,
    control: controlIn(data),
    keepsJournal: data.JOURNAL === 'on',
    maxConnections: data.MAX_CONNECTIONS,
    maxUnreadBytes: data.MAX_UNREAD_BYTES,
    corsOrigins: data.CORS_ORIGINS ?? [],
    latency: data.LATENCY_MS,
    executionDelay: data.EXECUTION_DELAY_MS,
    outcomeHeaders: data.OUTCOME_HEADERS === 'on',
    seed: data.SEED,
    logLevel: data.LOG_LEVEL,
  }
}
