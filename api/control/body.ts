/** The bodies of requests to the control API: how they are described, and which are let through. */
import { z } from '@hono/zod-openapi'
import type { Context, MiddlewareHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { anObject } from '../contract/orders.ts'
import { iJsonFaults } from '../http/i-json.ts'
import { bodyBytes } from '../http/journal-notes.ts'
import { announcedBytes, countBytes, refuseBody, spellPlainly } from '../http/json-body.ts'
import { problem } from '../http/problems.ts'
import type { ApiEnv } from '../http/reply.ts'
import { requestHeaders } from '../http/request-headers.ts'
import { asSentence, errorsOf } from '../http/validation.ts'

/** Ample for the delays of all endpoints, before the act and after, with 1000 measured values each. */
export const maxBodyBytes = 256 * 1024

/** What a request may be refused for by reason of its body. */
export const bodyProblems = ['MALFORMED_JSON', 'UNSUPPORTED_MEDIA_TYPE', 'BODY_TOO_LARGE'] as const

/** Describes a body. It may be left out where all that it can say may be, unless it has to be there. */
export const describeBody = <S extends z.ZodType>(
  schema: S,
  example: object,
  required = !schema.safeParse({}).success,
) => ({ required, content: { 'application/json': { schema, example } } })

/** An operation, as far as its body is described. */
interface Described {
  readonly request?: {
    readonly params?: unknown
    readonly body?: { readonly required?: boolean }
  }
}

/**
 * Lets a request through whose body its operation can take: a small one, that is there where it has to
 * be. Whether it fits its schema is seen after that. Where none is described, `{}` says nothing, too.
 */
export const checkBody =
  ({ request }: Described): MiddlewareHandler<ApiEnv> =>
  async (c, next) => {
    const isEmpty = announcedBytes(requestHeaders(c)) === 0
    const refusal = isEmpty ? undefined : refuseBody(c, maxBodyBytes, request?.body !== undefined)
    if (refusal) return refusal
    const text = c.req.raw.body ? await readText(c) : ''
    if (text instanceof Response) return text
    return refusalOf(c, text, request?.body) ?? next()
  }

const limitBytes = countBytes(maxBodyBytes)

/** A body as it was sent; a refusal where it is too large. */
async function readText(c: Context<ApiEnv>): Promise<string | Response> {
  const tooLarge = await limitBytes(c, async () => {})
  if (tooLarge instanceof Response) return tooLarge
  void bodyBytes(c)
  return c.req.text()
}

/** Why a body is not taken, if it is not. */
function refusalOf(
  c: Context<ApiEnv>,
  text: string,
  described: { readonly required?: boolean } | undefined,
): Response | undefined {
  if (!described) return text === '' ? undefined : refusalOfContent(c, text)
  if (text !== '') {
    spellPlainly(c)
    return undefined
  }
  if (!described.required) {
    // Of which type nothing is does not matter.
    c.req.raw.headers.delete('content-type')
    return undefined
  }
  const errors = [{ pointer: '', message: 'must be a JSON object' }]
  return problem(c, 'INVALID_REQUEST', 'The request has no body.', { errors })
}

const nothing = z.strictObject({}, anObject)

/** What is wrong with a body where there is nothing to be said. */
function refusalOfContent(c: Context<ApiEnv>, text: string): Response | undefined {
  const { error } = nothing.safeParse(jsonIn(text))
  if (!error) return undefined
  const errors = errorsOf([...error.issues, ...iJsonFaults(text)])
  const detail = `Nothing can be said here in a body: ${asSentence(errors, 'the body')}`
  return problem(c, 'INVALID_REQUEST', detail, { errors })
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // As it is told of every other body.
    throw new HTTPException(400)
  }
}
