/** JSON bodies of both APIs: what is checked before they are read, and how they are read. */
import type { IncomingHttpHeaders } from 'node:http'
import { MIMEType } from 'node:util'
import type { z } from '@hono/zod-openapi'
import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { iJsonIssues } from './i-json.ts'
import { problem } from './problems.ts'
import type { ApiEnv } from './reply.ts'
import { requestHeaders } from './request-headers.ts'
import { refuseInvalid } from './validation.ts'
import type { ValidationIssue } from './validation-issue.ts'

/** The length of a body in bytes by its headers; undefined for a chunked body. */
export const announcedBytes = (headers: IncomingHttpHeaders): number | undefined =>
  headers['transfer-encoding'] === undefined ? Number(headers['content-length'] ?? 0) : undefined

/**
 * Refuses a body that is encoded, larger than `maxBytes`, or (if `isTyped`) not JSON. It looks only
 * at headers, so a client that waits for `100 Continue` never sends a refused body. Returns
 * undefined when the body is acceptable.
 */
export function refuseBody(c: Context<ApiEnv>, maxBytes: number, isTyped = true) {
  const headers = requestHeaders(c)
  const detail =
    (isTyped ? typeProblem(headers['content-type']) : undefined) ??
    encodingProblem(headers['content-encoding'])
  if (detail) return problem(c, 'UNSUPPORTED_MEDIA_TYPE', detail)
  const bytes = announcedBytes(headers)
  return bytes !== undefined && bytes > maxBytes ? refuseSize(c, maxBytes) : undefined
}

/** Limits a body whose length is not announced. It is slower, because it reads the body first. */
export const countBytes = (maxBytes: number): MiddlewareHandler<ApiEnv> =>
  bodyLimit({ maxSize: maxBytes, onError: (c) => refuseSize(c, maxBytes) })

const refuseSize = (c: Context<ApiEnv>, maxBytes: number) =>
  problem(c, 'BODY_TOO_LARGE', `A body may have at most ${maxBytes} bytes.`)

/**
 * Reads a body and validates it. Returns the reply when the body is malformed or invalid. Call it after
 * `refuseBody`. Hono's validator would need four times as long, and rejects valid spellings of the
 * Content-Type.
 */
export async function readJson<S extends z.ZodType>(
  c: Context<ApiEnv>,
  schema: S,
  refuse: typeof refuseInvalid = refuseInvalid,
) {
  const text = await c.req.text()
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return problem(c, 'MALFORMED_JSON', `The body is not valid JSON: ${reasonIn(error)}.`)
  }
  const { data, error } = schema.safeParse(value)
  // JSON.parse lost nothing of a text that JSON.stringify reproduces.
  if (!error && JSON.stringify(value) === text) return data
  const issues = [...((error?.issues ?? []) as readonly ValidationIssue[]), ...iJsonIssues(text)]
  return issues.length === 0 ? (data as z.output<S>) : refuse(c, issues)
}

/** The JSON parser's reason, without any text of the body. */
function reasonIn(error: unknown): string {
  const message = error instanceof Error ? error.message : ''
  return quotesNothing.test(message) ? message : 'Unexpected token'
}

/** Messages of the parser that do not quote the body, which may contain a secret. */
const quotesNothing =
  /^[^"]* at position \d+(?: \(line \d+ column \d+\))?$|^Unexpected end of JSON input$/

const plain = 'application/json'

/** What is wrong with the type of a body; undefined when it is JSON in UTF-8. */
function typeProblem(type: string | undefined): string | undefined {
  if (type === plain) return undefined
  if (type === undefined) return 'The request has no Content-Type. Send application/json.'
  if (type === '') return 'The Content-Type is empty. Send application/json.'
  return isJson(type) ? undefined : `The Content-Type is ${type}. Send application/json in UTF-8.`
}

/** Charsets whose texts are also valid UTF-8. */
const utf8: ReadonlySet<string> = new Set(['utf-8', 'utf8', 'us-ascii', 'ascii'])

function isJson(type: string): boolean {
  if (isTwoTypes(type)) return false
  try {
    const { essence, params } = new MIMEType(type)
    return essence === plain && utf8.has((params.get('charset') ?? 'utf-8').toLowerCase())
  } catch {
    return false
  }
}

/** Node joins two Content-Type headers with a comma, which is then outside any quoted string. */
const isTwoTypes = (type: string) => type.replaceAll(/"(?:\\.|[^"\\])*"/g, '').includes(',')

const encodingProblem = (encoding = 'identity') =>
  encoding.toLowerCase() === 'identity'
    ? undefined
    : `The Content-Encoding is ${encoding}. Send the body uncompressed.`
