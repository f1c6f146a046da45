import { z } from 'zod'
import type { DelayRange } from '../../engine/index.ts'
import { defaultMaxUnreadBytes } from '../broadcast/stream.ts'
import { defaultLimits } from '../http/limits.ts'

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

const port = countFrom(0, 65_535)

const toggle = z.enum(['on', 'off'], { error: 'must be on or off' })

/** One or more texts with commas between them. */
const list = z.string().transform((text) => text.split(',').map((item) => item.trim()))

/** An origin as browsers write it: a scheme and a host, and a port where it is not the scheme's own. */
const isOrigin = (text: string) =>
  /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text

const origins = list.refine((items) => items.join() === '*' || items.every(isOrigin), {
  error: 'must be * or origins such as http://localhost:3000 with commas between them',
})

/** A name or an address as it stands in a Host header, without a port. */
const isHostName = (text: string) => /^([a-z0-9._-]{1,255}|\[[0-9a-f:.]{2,45}\])$/i.test(text)

const hostNames = list.refine((items) => items.join() === '*' || items.every(isHostName), {
  error: 'must be * or host names such as papertape.test, without ports, with commas between them',
})

const token = z
  .string()
  .regex(/^[!-~]{1,200}$/, { error: 'must be 1 to 200 visible ASCII characters without a blank' })

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const

/**
 * Every setting, under the name of its environment variable: what it accepts, its default as a person
 * would type it, and what it means. Arguments, `--help` and the README's table follow from here.
 */
export const settings = z.object({
  HOST: z
    .string()
    .prefault('127.0.0.1')
    .describe('the address that the platform listens on; `0.0.0.0` for every interface'),
  PORT: port.prefault('8080').describe('its port; `0` takes any free one'),
  ALLOWED_HOSTS: hostNames
    .optional()
    .describe(
      'the host names by which clients may call it beside `localhost`, with commas between them, or `*`; default: only those of `CORS_ORIGINS` if it listens on loopback, otherwise any',
    ),
  LATENCY_MS: delayRange
    .prefault('100-1000')
    .describe(
      'how long each order endpoint waits before it acts: a range (uniform), a constant such as `250`, or `0`',
    ),
  EXECUTION_DELAY_MS: delayRange
    .prefault('1500-3000')
    .describe('how long an order stays PENDING, likewise'),
  OUTCOME_HEADERS: toggle
    .prefault('off')
    .describe('`on`: a placement may decide the outcome of its order by the header `Outcome`'),
  SEED: z
    .string()
    .max(200, { error: 'must have at most 200 characters' })
    .optional()
    .describe(
      'everything random follows from it; when not set, it is drawn at the start and printed',
    ),
  CONTROL: toggle.prefault('on').describe('`off`: there is no control API'),
  CONTROL_HOST: z
    .string()
    .prefault('127.0.0.1')
    .describe('the address that the control API listens on'),
  CONTROL_PORT: port.prefault('8081').describe('its port; `0` takes any free one'),
  CONTROL_TOKEN: token
    .optional()
    .describe(
      'what its clients have to send (`Authorization: Bearer …`); where it listens beyond this machine, set a token, or `none` to need none',
    ),
  CONTROL_ALLOWED_HOSTS: hostNames
    .optional()
    .describe(
      'the host names by which its clients may call it beside `localhost`, with commas between them, or `*`; default: any host if a token is set or the API listens beyond this machine, otherwise only loopback names',
    ),
  CORS_ORIGINS: origins
    .optional()
    .describe(
      'the origins whose pages may call and listen, such as `http://localhost:3000`, with commas between them, or `*`; pages of the platform itself always may',
    ),
  JOURNAL: toggle
    .prefault('off')
    .describe(
      '`on`: the main venue keeps a journal of its requests, as venues that the control API opens do',
    ),
  MAX_CONNECTIONS: countFrom(1, 1_000_000)
    .prefault(`${defaultLimits.maxConnections}`)
    .describe('how many connections are served at once, WebSockets included; the next gets 503'),
  MAX_UNREAD_BYTES: countFrom(65_536, 1_073_741_824)
    .prefault(`${defaultMaxUnreadBytes}`)
    .describe(
      'how many bytes of the stream a client may leave unread; beyond that its connection is closed with a position to resume from',
    ),
  LOG_LEVEL: z
    .enum(logLevels, { error: `must be one of ${logLevels.join(', ')}` })
    .prefault('info')
    .describe(
      '`trace`, `debug` (every reply), `info`, `warn`, `error`, `fatal` or `silent`; JSON lines, pretty on a terminal',
    ),
})

/** The settings as they were read. */
export type Settings = z.infer<typeof settings>

/** A row of the table. */
export interface Setting {
  /** Its environment variable, such as LATENCY_MS. */
  readonly variable: string
  /** Its argument without the dashes, such as latency-ms. */
  readonly argument: string
  /** What it is when it is not set, as a person would type it. */
  readonly fallback: string | undefined
  /** In words; code stands in backticks. */
  readonly meaning: string
}

/** The table, row by row. */
export const table: readonly Setting[] = Object.entries(settings.shape).map(
  ([variable, schema]) => ({
    variable,
    argument: variable.toLowerCase().replaceAll('_', '-'),
    fallback: schema instanceof z.ZodPrefault ? String(schema.def.defaultValue) : undefined,
    meaning: schema.description ?? '',
  }),
)
