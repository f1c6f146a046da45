import { z } from 'zod'
import type { DelayRange } from '../../engine/index.ts'
import { defaultMaxUnreadBytes } from '../broadcast/stream.ts'
import { defaultLimits } from '../http/limits.ts'
import { isOrigin } from '../http/origins.ts'

const dayMs = 24 * 60 * 60 * 1000

/** `100-1000` (uniform between the two), `250` (always that), `0` (none). */
const delayRange = z.string().transform((text, context): DelayRange => {
  const [, min, max = min] = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(text) ?? []
  const range = { minMs: Number(min), maxMs: Number(max) }
  if (min === undefined || range.minMs > range.maxMs || range.maxMs > dayMs) {
    context.addIssue('must be milliseconds such as 250 or a range such as 100-1000, at most a day')
  }
  return range
})

/** A whole number within bounds. */
const countFrom = (min: number, max: number) => {
  const error = `must be a whole number from ${min} to ${max}`
  return z
    .string()
    .regex(/^\d{1,10}$/, { error })
    .transform(Number)
    .refine((count) => count >= min && count <= max, { error })
}

const port = countFrom(0, 65_535)

const toggle = z
  .enum(['on', 'off'], { error: 'must be on or off' })
  .transform((text) => text === 'on')

/** Texts separated by commas. */
const list = z.string().transform((text) => text.split(',').map((item) => item.trim()))

const origins = list.refine((items) => items.join() === '*' || items.every(isOrigin), {
  error: 'must be * or origins such as http://localhost:3000, separated by commas',
})

/** A base URL, without a slash at its end. */
const baseUrl = z
  .string()
  .refine((text) => /^https?:\/\/[^?#]+$/.test(text) && URL.canParse(text), {
    error: 'must be a URL such as https://papertape.example',
  })
  .transform((text) => text.replace(/\/+$/, ''))

/** A name or an address as in a Host header, without the port. */
const isHostName = (text: string) => /^([a-z0-9._-]{1,255}|\[[0-9a-f:.]{2,45}\])$/i.test(text)

const hostNames = list.refine((items) => items.join() === '*' || items.every(isHostName), {
  error: 'must be * or host names such as papertape.test, without ports, separated by commas',
})

const token = z
  .string()
  .regex(/^[!-~]{1,200}$/, { error: 'must be 1 to 200 visible ASCII characters without spaces' })

/** The hosts of NATS servers, separated by commas. */
const isNatsUrl = (text: string) =>
  /^nats:\/\/[^\s,/]+(,(nats:\/\/)?[^\s,/]+)*\/?$/.test(text) &&
  text.split(',').every((host) => URL.canParse(`nats://${host.replace(/^nats:\/\//, '')}`))

const store = z
  .string()
  .refine((text) => text === 'memory' || text.trim().toLowerCase() !== 'memory', {
    error: 'must be a file such as ./papertape.db, or memory in lower case for no file',
    abort: true,
  })
  .refine((text) => isNatsUrl(text) || !/^(?:nats:|\w+:\/\/)/.test(text), {
    error:
      'must be memory, a file such as ./papertape.db, or NATS servers such as nats://a:4222,b:4222',
  })

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const

/**
 * Every setting by its environment variable: what it accepts, its default as a user would type it, and
 * its meaning. Arguments, `--help` and the documented table derive from it.
 */
export const settings = z.object({
  HOST: z
    .string()
    .prefault('127.0.0.1')
    .describe('the address the platform listens on; `0.0.0.0` for every interface'),
  PORT: port.prefault('8080').describe('the port the platform listens on; `0` for any free port'),
  ALLOWED_HOSTS: hostNames
    .optional()
    .describe(
      'host names that requests may use besides `localhost`, separated by commas, or `*`; default: those of `CORS_ORIGINS` if the platform listens on loopback, otherwise any',
    ),
  LATENCY_MS: delayRange
    .prefault('100-1000')
    .describe(
      'how long each order endpoint waits before it acts: a range (uniform), a constant such as `250`, or `0`',
    ),
  EXECUTION_DELAY_MS: delayRange
    .prefault('1500-3000')
    .describe('how long an order stays PENDING: a range (uniform), a constant, or `0`'),
  OUTCOME_HEADERS: toggle
    .prefault('off')
    .describe('`on`: the header `Outcome` of a placement decides the outcome of its order'),
  SEED: z
    .string()
    .max(200, { error: 'must have at most 200 characters' })
    .optional()
    .describe('the seed of all random draws; default: drawn and printed at each start'),
  STORE: store
    .prefault('memory')
    .describe(
      '`memory`: orders are gone when the platform stops. A file such as `./papertape.db` (SQLite): the main venue and venues opened with `durable: true` are kept. NATS servers such as `nats://a:4222,b:4222`: the same, shared by several nodes.',
    ),
  NODE_HOST: z
    .string()
    .refine(isHostName, { error: 'must be a host name or an address without a port' })
    .optional()
    .describe(
      'with NATS: the host at which other nodes reach this one; default: `HOST`, or the name of this machine if that is every interface',
    ),
  CONTROL: toggle.prefault('on').describe('`off`: no control API'),
  CONTROL_HOST: z.string().prefault('127.0.0.1').describe('the address the control API listens on'),
  CONTROL_PORT: port
    .prefault('8081')
    .describe('the port the control API listens on; `0` for any free port'),
  CONTROL_TOKEN: token
    .optional()
    .describe(
      'the token that requests to the control API must send (`Authorization: Bearer …`); required if it listens beyond this machine; `none` disables the check',
    ),
  CONTROL_ALLOWED_HOSTS: hostNames
    .optional()
    .describe(
      'host names that requests to the control API may use besides `localhost`, separated by commas, or `*`; default: any if a token is set or it listens beyond this machine, otherwise only loopback names',
    ),
  CORS_ORIGINS: origins
    .optional()
    .describe(
      'origins whose pages may call the platform, such as `http://localhost:3000`, separated by commas, or `*`; its own pages are always allowed',
    ),
  PUBLIC_URL: baseUrl
    .optional()
    .describe(
      'the base URL at which browsers reach the platform, if a proxy or a published port changes it, such as `https://papertape.example`; default: `PORT` on the host that the browser names',
    ),
  PUBLIC_CONTROL_URL: baseUrl
    .optional()
    .describe('the same for the control API and its console; default: `CONTROL_PORT`'),
  JOURNAL: toggle
    .prefault('off')
    .describe(
      '`on`: the main venue keeps a journal of its requests, like venues opened by the control API',
    ),
  MAX_CONNECTIONS: countFrom(1, 1_000_000)
    .prefault(`${defaultLimits.maxConnections}`)
    .describe('maximum number of open connections, including WebSockets; more get 503'),
  MAX_UNREAD_BYTES: countFrom(65_536, 1_073_741_824)
    .prefault(`${defaultMaxUnreadBytes}`)
    .describe(
      'the most bytes of the stream that a client may leave unread; beyond that, its connection is closed with a position to resume from',
    ),
  LOG_LEVEL: z
    .enum(logLevels, { error: `must be one of ${logLevels.join(', ')}` })
    .prefault('info')
    .describe(
      '`trace`, `debug` (every reply), `info`, `warn`, `error`, `fatal` or `silent`; JSON lines, or readable text on a terminal',
    ),
})

export type Settings = z.infer<typeof settings>

/** The argument of a variable, without dashes: `latency-ms` for LATENCY_MS. */
export const argumentOf = (variable: string) => variable.toLowerCase().replaceAll('_', '-')

export const table = Object.entries(settings.shape).map(([variable, schema]) => ({
  variable,
  argument: argumentOf(variable),
  /** The default as a user would type it. */
  fallback: schema instanceof z.ZodPrefault ? String(schema.def.defaultValue) : undefined,
  /** In Markdown. */
  meaning: schema.description ?? '',
}))

/** A row of the table of settings. */
export type Setting = (typeof table)[number]
