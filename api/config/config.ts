import type { DelayRange } from '../../engine/index.ts'
import type { ControlAddress } from '../server/listen-to-control.ts'
import { isLoopback } from '../server/loopback.ts'
import { readArguments } from './arguments.ts'
import { type Settings, settings, table } from './settings.ts'

/** Bad settings, in words that say what to do: a line for each. */
export class ConfigError extends Error {
  readonly errors: readonly string[]

  constructor(faults: readonly string[]) {
    super(faults.join('\n'))
    this.errors = faults
  }
}

/** How the platform runs. */
export interface Config {
  readonly host: string
  /** 0 takes any free port. */
  readonly port: number
  /** The host names that requests may use beside those of loopback, or `*`; undefined: any, unless it listens on loopback. */
  readonly allowedHosts: readonly string[] | undefined
  /** Where the control API listens, and what it asks for; undefined where it does not. */
  readonly control: ControlAddress | undefined
  /** Whether the main venue keeps a journal. */
  readonly keepsJournal: boolean
  /** How many connections are served at once. */
  readonly maxConnections: number
  /** How many bytes of the stream a client may leave unread. */
  readonly maxUnreadBytes: number
  /** The origins beside the platform's own whose pages may call, or `*`. */
  readonly corsOrigins: readonly string[]
  readonly latency: DelayRange
  readonly executionDelay: DelayRange
  /** Whether a ticket may say by a header what is to become of its order. */
  readonly outcomeHeaders: boolean
  /** Undefined: to be drawn. */
  readonly seed: string | undefined
  readonly logLevel: Settings['LOG_LEVEL']
}

/** What is set: the text of a setting by its variable, and where it comes from, such as `--port`. */
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

/** This value opens the control API to everybody who reaches it. */
const noToken = 'none'

/** Asks for a token where the control API can be reached from elsewhere. */
function missingToken({ texts, nameOf }: Given): string[] {
  const { CONTROL, CONTROL_HOST = '', CONTROL_TOKEN } = texts
  const isReachable = CONTROL !== 'off' && CONTROL_HOST !== '' && !isLoopback(CONTROL_HOST)
  if (!isReachable || CONTROL_TOKEN !== undefined) return []
  return [
    `CONTROL_TOKEN must be set when ${nameOf('CONTROL_HOST')} is ${JSON.stringify(CONTROL_HOST)}: everybody who reaches it could control the platform. Set it to a secret, to none to let everybody in, or set CONTROL=off.`,
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
 * Reads the configuration from environment variables and from arguments, which win. An empty variable
 * counts as not set. Throws a ConfigError that names every fault.
 */
export function readConfig(environment: Environment, args: readonly string[] = []): Config {
  const { values, errors: faults } = readArguments(
    args,
    environment.npm_lifecycle_event !== undefined,
  )
  const given = gather(environment, values)
  const parsed = settings.safeParse(given.texts)
  const badValues = (parsed.error?.issues ?? []).map(({ path, message }) => {
    const variable = String(path[0])
    // What is secret stays out of logs.
    const shown =
      variable === 'CONTROL_TOKEN' ? '' : `, but is ${JSON.stringify(given.texts[variable])}`
    return `${given.nameOf(variable)} ${message}${shown}`
  })
  const all = [...faults, ...badValues, ...missingToken(given)]
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
