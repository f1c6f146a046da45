import type { z } from '@hono/zod-openapi'
import type { Context, MiddlewareHandler } from 'hono'
import type { Venue } from '../../engine/index.ts'
import type { Problem } from '../contract/orders.ts'
import { once } from '../contract/queries.ts'
import { shownText } from '../journal/redaction.ts'
import { iJsonFaults } from './i-json.ts'
import { problem } from './problems.ts'
import type { ApiEnv } from './reply.ts'
import { expandUnions, type ValidationIssue } from './validation-issue.ts'

/** A JSON pointer (RFC 6901) to a place in a body or among parameters, without secrets in their names. */
const pointerTo = (path: readonly PropertyKey[]) =>
  path
    .map((part) => `/${shownText(String(part)).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('')

/** What validation found, each once; unknown fields are pointed at one by one. */
export function errorsOf(faults: readonly ValidationIssue[]): NonNullable<Problem['errors']> {
  const errors = faults
    .flatMap(expandUnions)
    .flatMap(({ path, message, keys }) =>
      keys
        ? keys.map((key) => ({ pointer: pointerTo([...path, key]), message: 'is not known here' }))
        : [{ pointer: pointerTo(path), message }],
    )
  // A number that is too large for an integer is too large for its maximum as well.
  return [...new Map(errors.map((error) => [`${error.pointer} ${error.message}`, error])).values()]
}

/** The same in a sentence; `whole` is what a pointer to nothing in particular points to. */
export function asSentence(errors: ReturnType<typeof errorsOf>, whole: string): string {
  const places = errors.map(({ pointer, message }) => `${pointer || whole} ${message}`)
  return `${places.join('; ')}.`
}

/** Refuses a request for what validation found. */
export function refuseInvalid(c: Context<ApiEnv>, faults: readonly ValidationIssue[]) {
  const errors = errorsOf(faults)
  return problem(c, 'INVALID_REQUEST', asSentence(errors, 'the body'), { errors })
}

/**
 * Refuses a JSON body for what its schema found and for what JSON.parse hid from the schema; undefined when
 * there is nothing. The validator has parsed the body by then, so its text is in Hono's cache.
 */
export async function refuseInvalidBody(c: Context<ApiEnv>, found: readonly ValidationIssue[]) {
  const faults = [...found, ...iJsonFaults(await c.req.text())]
  return faults.length === 0 ? undefined : refuseInvalid(c, faults)
}

/** Refuses a query. Of a parameter that is given twice this is what is wrong, whatever it is to be. */
export function refuseQuery(c: Context<ApiEnv>, faults: readonly ValidationIssue[]) {
  const given = c.req.queries()
  const isRepeated = ({ path: [name] }: ValidationIssue) =>
    name !== undefined && (given[String(name)]?.length ?? 0) > 1
  return refuseInvalid(
    c,
    faults.map((fault) => (isRepeated(fault) ? { ...fault, message: once } : fault)),
  )
}

/** The answer to such a request. */
export type InvalidRequest = ReturnType<typeof refuseInvalid>

/**
 * Reads a query where there mostly is none: undefined then, and a Response where it breaks its schema.
 * One Hono validator costs as much as the rest of a small request.
 */
export function parseOptionalQuery<S extends z.ZodObject>(
  c: Context<ApiEnv>,
  schema: S,
): z.infer<S> | InvalidRequest | undefined {
  if (!c.req.url.includes('?')) return undefined
  const query = Object.entries(c.req.queries()).map(([name, values]) => [
    name,
    values.length === 1 ? values[0] : values,
  ])
  const parsed = schema.safeParse(Object.fromEntries(query))
  return parsed.success
    ? parsed.data
    : refuseQuery(c, parsed.error.issues as readonly ValidationIssue[])
}

/** Refuses any query but one parameter, at most, for one that is not known must not be ignored in silence. */
export const allowOnlyParameter =
  (known?: string): MiddlewareHandler<ApiEnv> =>
  (c, next) => {
    if (!c.req.url.includes('?')) return next()
    const given = Object.entries(c.req.queries())
    const keys = given.map(([key]) => key).filter((key) => key !== known)
    const repeated = given.filter(([key, { length }]) => key === known && length > 1)
    const faults: ValidationIssue[] = repeated.map(([key]) => ({ path: [key], message: once }))
    if (keys.length > 0) faults.push({ path: [], message: '', keys })
    return faults.length === 0 ? next() : Promise.resolve(refuseInvalid(c, faults))
  }

/** Refuses any query but the name of a venue. */
export const rejectQuery = allowOnlyParameter('venue')

/** What is wrong with a position that a request names; undefined when the log is that long. */
export function beyondTheEnd(
  { position }: Venue,
  parameter: string,
  named: number | undefined,
): ValidationIssue | undefined {
  if (named === undefined || named <= position) return undefined
  return { path: [parameter], message: `must be at most ${position}, where the log ends` }
}
