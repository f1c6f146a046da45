/** Headers that few requests have, read by the schemas that describe them. */
import type { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { ApiEnv } from './reply.ts'
import { requestHeaders } from './request-headers.ts'
import { type InvalidRequest, refuseInvalid } from './validation.ts'
import type { ValidationIssue } from './validation-issue.ts'

/** Reads a header by its schema: undefined where there is none, and a Response where it breaks the schema. */
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

/** What is wrong with a header, as it is pointed at. */
export const headerIssues = (name: string, { issues }: z.ZodError): ValidationIssue[] =>
  (issues as readonly ValidationIssue[]).map((fault) => ({ ...fault, path: [name, ...fault.path] }))
