/** Request bodies of the control API: their description and their validation. */
import { isUtf8 } from 'node:buffer'
import { z } from '@hono/zod-openapi'
import type { Context, MiddlewareHandler } from 'hono'
import { mustBeObject } from '../contract/orders.ts'
import { bodyBytes } from '../http/journal-notes.ts'
import { announcedBytes, countBytes, readJson, refuseBody } from '../http/json-body.ts'
import { problem } from '../http/problems.ts'
import type { ApiEnv } from '../http/reply.ts'
import { requestHeaders } from '../http/request-headers.ts'
import { asSentence, errorsOf, refuseInvalid } from '../http/validation.ts'
import type { ValidationIssue } from '../http/validation-issue.ts'

/** Room for the latency of all endpoints, before and after the commit, with 1000 values each. */
export const maxBodyBytes = 256 * 1024

/** The problems that a request body can cause. */
export const bodyProblems = ['MALFORMED_JSON', 'UNSUPPORTED_MEDIA_TYPE', 'BODY_TOO_LARGE'] as const

/** Describes a JSON body. By default it is optional if its schema accepts `{}`. */
export const describeBody = <S extends z.ZodType>(
  schema: S,
  example: object,
  required = !schema.safeParse({}).success,
) => ({ required, content: { 'application/json': { schema, example } } })

/** An operation, as far as its body is concerned. */
interface Operation {
  readonly request?: { readonly body?: unknown }
}

/**
 * Checks the type, size and presence of a body, and validates it for `c.req.valid('json')`. An operation
 * without a body also accepts `{}`.
 */
export const checkBody = ({ request }: Operation): MiddlewareHandler<ApiEnv> => {
  // `describeBody` made it.
  const described = request?.body as ReturnType<typeof describeBody> | undefined
  return async (c, next) => {
    const isEmpty = announcedBytes(requestHeaders(c)) === 0
    const refusal = isEmpty ? undefined : refuseBody(c, maxBodyBytes, described !== undefined)
    if (refusal) return refusal
    const data = await readBody(c, described)
    if (data instanceof Response) return data
    c.req.addValidatedData('json', data)
    return next()
  }
}

const limitBytes = countBytes(maxBodyBytes)

/** Refuses a body that is too large, or whose texts decoding would change. */
async function refuseBytes(c: Context<ApiEnv>): Promise<Response | undefined> {
  const tooLarge = await limitBytes(c, async () => {})
  if (tooLarge instanceof Response) return tooLarge
  const bytes = new Uint8Array(await bodyBytes(c))
  return isUtf8(bytes) ? undefined : problem(c, 'MALFORMED_JSON', 'The body is not in UTF-8.')
}

/** Reads the body of an operation. An omitted one counts as `{}` unless it is required. */
async function readBody(
  c: Context<ApiEnv>,
  described: ReturnType<typeof describeBody> | undefined,
): Promise<object | Response> {
  const schema = described?.content['application/json'].schema ?? emptyObject
  if (c.req.raw.body) {
    const refusal = await refuseBytes(c)
    if (refusal) return refusal
    if ((await c.req.text()) !== '') {
      // Every schema of a body is one of an object.
      return (await readJson(c, schema, described ? refuseInvalid : refuseContent)) as object
    }
  }
  if (!described?.required) return schema.parse({}) as object
  const errors = [{ pointer: '', message: 'must be a JSON object' }]
  return problem(c, 'INVALID_REQUEST', 'The request has no body.', { errors })
}

const emptyObject = z.strictObject({}, mustBeObject)

/** Refuses the body of an operation that takes none. */
function refuseContent(c: Context<ApiEnv>, issues: readonly ValidationIssue[]) {
  const errors = errorsOf(issues)
  const detail = `This operation takes no body: ${asSentence(errors, 'the body')}`
  return problem(c, 'INVALID_REQUEST', detail, { errors })
}
