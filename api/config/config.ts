import type { ControlAddress } from '../server/listen-to-control.ts'
import { isLoopback } from '../server/loopback.ts'
import { readArguments } from './arguments.ts'
import { argumentOf, type Settings, settings, table } from './settings.ts'

/** Invalid settings. The message has one line for each, which says what to change. */
export class ConfigError extends Error {}

type Environment = Readonly<Record<string, string | undefined>>

/** The checked settings. */
export type Config = ReturnType<typeof configOf>

/**
 * Reads the settings from the environment and the arguments. Arguments win. An empty variable counts as
 * not set. Throws a ConfigError that lists every error.
 */
export function readConfig(environment: Environment, args: readonly string[] = []): Config {
  const { npm_lifecycle_event: npmRuns = 'npx' } = environment
  // npx passes all arguments on.
  const { values, errors } = readArguments(args, npmRuns !== 'npx')
  const given = table.map(({ variable }) => [variable, values[variable] ?? environment[variable]])
  const texts = Object.fromEntries(given.filter(([, text]) => text?.trim()))
  /** The name as the user typed it, such as `--port`. */
  const nameOf = (variable: string) => (variable in values ? `--${argumentOf(variable)}` : variable)
  const parsed = settings.safeParse(texts)
  const badValues = (parsed.error?.issues ?? []).map(({ path, message }) => {
    const variable = String(path[0])
    const shown = secret.has(variable) ? '' : `, but is ${JSON.stringify(texts[variable])}`
    return `${nameOf(variable)} ${message}${shown}`
  })
  const all = [...errors, ...badValues, ...missingToken(texts, nameOf)]
  if (!parsed.success || all.length > 0) throw new ConfigError(all.join('\n'))
  return configOf(parsed.data)
}

/** Settings whose values do not belong into logs: the URL of a store may have a password. */
const secret = new Set(['CONTROL_TOKEN', 'STORE'])

/** Requires a token if other machines can reach the control API. */
function missingToken(
  { CONTROL, CONTROL_HOST = '', CONTROL_TOKEN }: Environment,
  nameOf: (variable: string) => string,
): string[] {
  const isReachable = CONTROL !== 'off' && CONTROL_HOST !== '' && !isLoopback(CONTROL_HOST)
  if (!isReachable || CONTROL_TOKEN !== undefined) return []
  return [
    `CONTROL_TOKEN must be set when ${nameOf('CONTROL_HOST')} is ${JSON.stringify(CONTROL_HOST)}: otherwise anyone on the network could control the platform. Set it to a secret, to none for no token, or set CONTROL=off.`,
  ]
}

const configOf = (data: Settings) => ({
  host: data.HOST,
  port: data.PORT,
  /** Undefined: any, unless `host` is loopback. */
  allowedHosts: data.ALLOWED_HOSTS,
  /** Undefined: no control API. */
  control: data.CONTROL ? controlIn(data) : undefined,
  keepsJournal: data.JOURNAL,
  maxConnections: data.MAX_CONNECTIONS,
  maxUnreadBytes: data.MAX_UNREAD_BYTES,
  corsOrigins: data.CORS_ORIGINS ?? [],
  /** Where browsers reach the two APIs, as far as it is set. */
  addresses: {
    ...(data.PUBLIC_URL !== undefined && { trading: data.PUBLIC_URL }),
    ...(data.PUBLIC_CONTROL_URL !== undefined && { control: data.PUBLIC_CONTROL_URL }),
  },
  latency: data.LATENCY_MS,
  executionDelay: data.EXECUTION_DELAY_MS,
  outcomeHeaders: data.OUTCOME_HEADERS,
  /** The path of a file or the URL of NATS servers. Undefined: memory. */
  store: data.STORE === 'memory' ? undefined : data.STORE,
  /** Where other nodes reach this one. Undefined: `host`, or the name of this machine. */
  nodeHost: data.NODE_HOST,
  /** Undefined: draw one. */
  seed: data.SEED,
  logLevel: data.LOG_LEVEL,
})

/** This value of CONTROL_TOKEN disables the token check. */
const noToken = 'none'

function controlIn(data: Settings): ControlAddress {
  const { CONTROL_HOST: host, CONTROL_PORT: port } = data
  const token = data.CONTROL_TOKEN === noToken ? undefined : data.CONTROL_TOKEN
  const isOpen = token !== undefined || !isLoopback(host)
  return { host, port, token, allowedHosts: data.CONTROL_ALLOWED_HOSTS ?? (isOpen ? ['*'] : []) }
}
