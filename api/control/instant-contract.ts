/** Instants in requests to the control API. Replies use one spelling: `views/instant-view.ts`. */
import { z } from '@hono/zod-openapi'
import { lastInstant } from '../../engine/index.ts'
import { instantView } from '../views/instant-view.ts'

const firstInstant = Date.parse('0000-01-01T00:00:00Z')
const minuteMs = 60 * 1000
const dayMs = 24 * 60 * minuteMs

/** `date-time` of RFC 3339, section 5.6. */
const spelling =
  /^(\d{4}-\d\d-\d\d)t([01]\d|2[0-3]):([0-5]\d):([0-5]\d|60)(?:\.(\d+))?(?:z|([+-])([01]\d|2[0-3]):([0-5]\d))$/i

/**
 * Returns milliseconds since the epoch, or NaN for a text that is not an instant of the years 0000 to
 * 9999 in UTC. Digits beyond milliseconds are cut off. A leap second, 23:59:60 in UTC, is the first
 * second of the next day.
 */
export function parseInstant(text: string): number {
  const [
    ,
    date = '',
    hour,
    minute,
    second,
    fraction = '',
    sign,
    offsetHours = 0,
    offsetMinutes = 0,
  ] = spelling.exec(text) ?? []
  const midnight = midnightOf(date)
  const offset = (Number(offsetHours) * 60 + Number(offsetMinutes)) * (sign === '-' ? -1 : 1)
  const minutes = Number(hour) * 60 + Number(minute) - offset
  const whole = midnight + minutes * minuteMs + Number(second) * 1000
  const instant = whole + Number(fraction.slice(0, 3).padEnd(3, '0'))
  const isSecond = second !== '60' || whole % dayMs === 0
  return isSecond && instant >= firstInstant && instant <= lastInstant ? instant : Number.NaN
}

/** NaN for a day that its month does not have: `Date` would return another day. */
function midnightOf(date: string): number {
  const midnight = Date.parse(`${date}T00:00:00Z`)
  return !Number.isNaN(midnight) && instantView(midnight).startsWith(date) ? midnight : Number.NaN
}

const rule =
  'must be an RFC 3339 instant, such as 2026-01-01T00:00:00Z or 2026-01-01T01:00:00+01:00, of the years 0000 to 9999 in UTC'

const spellings =
  'RFC 3339 with any offset, in the years 0000 to 9999 in UTC. Digits beyond milliseconds are cut off. A leap second, 23:59:60 in UTC, is the first second of the next day.'

/** The schema of an instant in a request; `parseInstant` reads it. */
export const instantInput = (description: string, example: string) =>
  z
    .string({ error: rule })
    .refine((text) => !Number.isNaN(parseInstant(text)), { error: rule, abort: true })
    .openapi({ format: 'date-time', description: `${description} ${spellings}`, example })
