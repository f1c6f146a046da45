import type { z } from '@hono/zod-openapi'
import type { Context, MiddlewareHandler } from 'hono'
import type { Problem } from '../contract/orders.ts'
import { mustBeGivenOnce } from '../contract/queries.ts'
import { redactText } from '../journal/redaction.ts'
import { problem } from './problems.ts'
import type { ApiEnv } from './reply.ts'
import { requestHeaders } from './request-headers.ts'
import { expandUnions, type ValidationIssue } from './validation-issue.ts'

/** A JSON pointer (RFC 6901) into a body or the parameters, with secrets in names redacted. */
const pointerTo = (path: readonly PropertyKey[]) =>
  path
    .map((part) => `/${redactText(String(part)).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('')

/** The `errors` of a problem, without duplicates. Each unknown field gets its own pointer. */
export function errorsOf(issues: readonly ValidationIssue[]): NonNullable<Problem['errors']> {
  const errors = issues.flatMap(expandUnions).flatMap(({ path, message, keys }) =>
    keys
      ? keys.map((key) => ({
          pointer: pointerTo([...path, key]),
          message: 'is not a known field or parameter',
        }))
      : [{ pointer: pointerTo(path), message }],
  )
  // A number that is no safe integer also exceeds the maximum, with the same message.
  return [...new Map(errors.map((error) => [`${error.pointer} ${error.message}`, error])).values()]
}

/** The same errors as a sentence. `whole` names what the empty pointer points to. */
export function asSentence(errors: ReturnType<typeof errorsOf>, whole: string): string {
  const clauses = errors.map(({ pointer, message }) => `${pointer || whole} ${message}`)
  return `${clauses.join('; ')}.`
}

/** Refuses a request for its validation issues. */
export function refuseInvalid(c: Context<ApiEnv>, issues: readonly ValidationIssue[]) {
  const errors = errorsOf(issues)
  return problem(c, 'INVALID_REQUEST', asSentence(errors, 'the body'), { errors })
}

/** Refuses a query. Reports a repeated parameter only as repeated. */
export function refuseQuery(c: Context<ApiEnv>, issues: readonly ValidationIssue[]) {
  const given = c.req.queries()
  const isRepeated = ({ path: [name] }: ValidationIssue) =>
    name !== undefined && (given[String(name)]?.length ?? 0) > 1
  return refuseInvalid(
    c,
    issues.map((issue) => (isRepeated(issue) ? { ...issue, message: mustBeGivenOnce } : issue)),
  )
}

/** The reply to an invalid request. */
export type InvalidRequest = ReturnType<typeof refuseInvalid>

/**
 * Parses a query that few requests have. Returns undefined without a query, and a Response for an
 * invalid one. A Hono validator would cost as much as the rest of a small request.
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

/** Parses a header. Returns undefined when it is absent, and a Response when it is invalid. */
export function parseOptionalHeader<S extends z.ZodType>(
  c: Context<ApiEnv>,
  name: string,
  schema: S,
): z.output<S> | InvalidRequest | undefined {
  const field = requestHeaders(c)[name.toLowerCase()]
  if (field === undefined) return undefined
  const { success, data, error } = schema.safeParse(field)
  return success ? data : refuseInvalid(c, headerIssues(name, error))
}

/** The issues of a header, with its name at the start of each path. */
export const headerIssues = (name: string, { issues }: z.ZodError): ValidationIssue[] =>
  (issues as readonly ValidationIssue[]).map((issue) => ({ ...issue, path: [name, ...issue.path] }))

/** Refuses every query parameter except `known`: ignoring a misspelt one would mislead clients. */
export const allowOnlyParameter =
  (known?: string): MiddlewareHandler<ApiEnv> =>
  (c, next) => {
    if (!c.req.url.includes('?')) return next()
    const given = Object.entries(c.req.queries())
    const keys = given.map(([key]) => key).filter((key) => key !== known)
    const repeated = given.filter(([key, { length }]) => key === known && length > 1)
    const issues: ValidationIssue[] = repeated.map(([key]) => ({
      path: [key],
      message: mustBeGivenOnce,
    }))
    if (keys.length > 0) issues.push({ path: [], message: '', keys })
    return issues.length === 0 ? next() : Promise.resolve(refuseInvalid(c, issues))
  }

/** Refuses every query parameter except the name of a venue. */
export const rejectQuery = allowOnlyParameter('venue')

/** The issue of a position after the end of the log; undefined when the log reaches it. */
export function beyondTheEnd(
  { position }: { readonly position: number },
  parameter: string,
  named: number | undefined,
): ValidationIssue | undefined {
  if (named === undefined || named <= position) return undefined
  return { path: [parameter], message: `must be at most ${position}, where the log ends` }
}

/** Why a position in the log `named` has no meaning; undefined if the venue has that log. */
export function logChanged(
  { logId }: { readonly logId: string },
  named: string | undefined,
): string | undefined {
  if (named === undefined || named === logId) return undefined
  return `The venue's log is ${logId}. Positions in the log ${named} have no meaning in it.`
}
