/** Request bodies of the control API: their description and their validation. */
import { z } from '@hono/zod-openapi'
import type { Context, MiddlewareHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { mustBeObject } from '../contract/orders.ts'
import { iJsonIssues } from '../http/i-json.ts'
import { bodyBytes } from '../http/journal-notes.ts'
import { announcedBytes, countBytes, normalizeContentType, refuseBody } from '../http/json-body.ts'
import { problem } from '../http/problems.ts'
import type { ApiEnv } from '../http/reply.ts'
import { requestHeaders } from '../http/request-headers.ts'
import { asSentence, errorsOf } from '../http/validation.ts'

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

/** The part of an operation that describes its body. */
interface Operation {
  readonly request?: {
    readonly params?: unknown
    readonly body?: { readonly required?: boolean }
  }
}

/**
 * Checks the type, size and presence of a body before its schema is applied. An operation without a
 * body also accepts `{}`.
 */
export const checkBody =
  ({ request }: Operation): MiddlewareHandler<ApiEnv> =>
  async (c, next) => {
    const isEmpty = announcedBytes(requestHeaders(c)) === 0
    const refusal = isEmpty ? undefined : refuseBody(c, maxBodyBytes, request?.body !== undefined)
    if (refusal) return refusal
    if (!c.req.raw.body) return rejectBody(c, '', request?.body) ?? next()
    const tooLarge = await limitBytes(c, async () => {})
    if (tooLarge instanceof Response) return tooLarge
    void bodyBytes(c)
    return rejectBody(c, await c.req.text(), request?.body) ?? next()
  }

const limitBytes = countBytes(maxBodyBytes)

/** The response that rejects a body, if any. */
function rejectBody(
  c: Context<ApiEnv>,
  text: string,
  described: { readonly required?: boolean } | undefined,
): Response | undefined {
  if (!described) return text === '' ? undefined : rejectContent(c, text)
  if (text !== '') {
    normalizeContentType(c)
    return undefined
  }
  if (!described.required) {
    // The type of an empty body does not matter.
    c.req.raw.headers.delete('content-type')
    return undefined
  }
  const errors = [{ pointer: '', message: 'must be a JSON object' }]
  return problem(c, 'INVALID_REQUEST', 'The request has no body.', { errors })
}

const emptyObject = z.strictObject({}, mustBeObject)

/** Rejects any body but `{}`. */
function rejectContent(c: Context<ApiEnv>, text: string): Response | undefined {
  const { error } = emptyObject.safeParse(jsonIn(text))
  if (!error) return undefined
  const errors = errorsOf([...error.issues, ...iJsonIssues(text)])
  const detail = `This operation takes no body: ${asSentence(errors, 'the body')}`
  return problem(c, 'INVALID_REQUEST', detail, { errors })
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Becomes MALFORMED_JSON, as for every other body.
    throw new HTTPException(400)
  }
}
