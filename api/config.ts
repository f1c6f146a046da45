import { z } from 'zod'
import type { DelayRange } from '../engine/index.ts'
import { defaultLimits } from './http/limits.ts'
import { isLoopback } from './http/loopback.ts'
import { defaultMaxUnreadBytes } from './stream/stream.ts'

/** A bad setting, in words that say what to do. */
export class ConfigError extends Error {}

const dayMs = 24 * 60 * 60 * 1000

/** `100-1000` (uniform between the two), `250` (always that), `0` (none). */
const delayRange = z.string().transform((text, context): DelayRange => {
  const [, min, max = min] = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(text) ?? []
  const range = { minMs: Number(min), maxMs: Number(max) }
  if (min === undefined || range.minMs > range.maxMs || range.maxMs > dayMs) {
    context.addIssue('must be milliseconds such as 250 or a range such as 100-1000, a day at most')
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

/** An origin as browsers write it: a scheme and a host, and a port where it is not the scheme's own. */
const isOrigin = (text: string) =>
  /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text

/** `*`, or one origin or more with commas between them. */
const originList = z
  .string()
  .transform((text) => text.split(',').map((origin) => origin.trim()))
  .refine((origins) => origins.join() === '*' || origins.every(isOrigin), {
    error: 'must be * or origins such as http://localhost:3000 with commas between them',
  })

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const

const settings = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: countFrom(0, 65_535).default(8080),
  CONTROL: z.enum(['on', 'off'], { error: 'must be on or off' }).default('on'),
  CONTROL_HOST: z.string().default('127.0.0.1'),
  CONTROL_PORT: countFrom(0, 65_535).default(8081),
  CONTROL_TOKEN: z
    .string()
    .regex(/^[!-~]{1,200}$/, {
      error: 'must be 1 to 200 visible ASCII characters without a blank',
    })
    .optional(),
  JOURNAL: z.enum(['on', 'off'], { error: 'must be on or off' }).default('off'),
  MAX_CONNECTIONS: countFrom(1, 1_000_000).default(defaultLimits.maxConnections),
  MAX_UNREAD_BYTES: countFrom(65_536, 1_073_741_824).default(defaultMaxUnreadBytes),
  CORS_ORIGINS: originList.default([]),
  LATENCY_MS: delayRange.prefault('100-1000'),
  EXECUTION_DELAY_MS: delayRange.prefault('1500-3000'),
  OUTCOME_HEADERS: z.enum(['on', 'off'], { error: 'must be on or off' }).default('off'),
  SEED: z.string().max(200, { error: 'must have at most 200 characters' }).optional(),
  LOG_LEVEL: z.enum(logLevels, { error: `must be one of ${logLevels.join(', ')}` }).default('info'),
})

/** Whoever says so aloud opens the control API to everybody who reaches it. */
const noToken = 'none'

function controlOf(data: z.infer<typeof settings>): Config['control'] {
  const { CONTROL_HOST: host, CONTROL_PORT: port, CONTROL_TOKEN: token } = data
  if (data.CONTROL === 'off') return undefined
  if (token === undefined && !isLoopback(host)) {
    throw new ConfigError(
      `CONTROL_TOKEN must be set when CONTROL_HOST is ${JSON.stringify(host)}: everybody who reaches it could control the platform. Set it to a secret, to none to let everybody in, or set CONTROL=off.`,
    )
  }
  return { host, port, token: token === noToken ? undefined : token }
}

/** How the platform runs. */
export interface Config {
  readonly host: string
  /** 0 takes any free port. */
  readonly port: number
  /** Where the control API listens, and what it asks for; undefined where it does not. */
  readonly control:
    | { readonly host: string; readonly port: number; readonly token: string | undefined }
    | undefined
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
  readonly logLevel: (typeof logLevels)[number]
}

/**
 * Reads the configuration from environment variables; an empty one counts as not set.
 * Throws a ConfigError that names every bad value and what it must be.
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.entries(environment).filter(([, value]) => value?.trim())
  const parsed = settings.safeParse(Object.fromEntries(given))
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => {
      const name = String(path[0])
      // What is secret stays out of logs.
      if (name === 'CONTROL_TOKEN') return `${name} ${message}`
      return `${name} ${message}, but is ${JSON.stringify(environment[name])}`
    })
    throw new ConfigError(faults.join('\n'))
  }
  const { data } = parsed
  return {
    host: data.HOST,
    port: data.PORT,
    control: controlOf(data),
    keepsJournal: data.JOURNAL === 'on',
    maxConnections: data.MAX_CONNECTIONS,
    maxUnreadBytes: data.MAX_UNREAD_BYTES,
    corsOrigins: data.CORS_ORIGINS,
    latency: data.LATENCY_MS,
    executionDelay: data.EXECUTION_DELAY_MS,
    outcomeHeaders: data.OUTCOME_HEADERS === 'on',
    seed: data.SEED,
    logLevel: data.LOG_LEVEL,
  }
}
