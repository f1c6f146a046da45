/** Parses headers that few requests have, with the schemas that describe them. */
import type { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { ApiEnv } from './reply.ts'
import { requestHeaders } from './request-headers.ts'
import { type InvalidRequest, refuseInvalid } from './validation.ts'
import type { ValidationIssue } from './validation-issue.ts'

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
