import type { IncomingHttpHeaders } from 'node:http'
import type { Context, MiddlewareHandler, Next } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { problem } from '../http/problems.ts'
import type { ApiEnv } from '../http/reply.ts'
import { requestHeaders } from '../http/request-headers.ts'
import { bytesOf } from '../journal/note.ts'

const maxBytes = 16 * 1024
const tooLarge = `A body may have at most ${maxBytes} bytes.`

const json = /^application\/json(;|$)/i
const charset = /;\s*charset="?([^";]*)/i

/** Counts a body whose length is not announced; slower, as it must read it all. */
const countBytes = bodyLimit({
  maxSize: maxBytes,
  onError: (c) => problem(c, 'BODY_TOO_LARGE', tooLarge),
})

/** Lets only a body through that can be a ticket: there is one, it is JSON in UTF-8, and it is small. */
export const ticketBody: MiddlewareHandler<ApiEnv> = (c, next) => {
  const headers = requestHeaders(c)
  const length = Number(headers['content-length'] ?? 0)
  const isAnnounced = headers['transfer-encoding'] === undefined
  const refusal = bodyProblem(c, headers, isAnnounced ? length : undefined)
  if (refusal) return Promise.resolve(refusal)
  return isAnnounced ? next() : countBytes(c, keepingBytes(c, next))
}

/** Lets a journal keep a body that is read only now. */
const keepingBytes = (c: Context<ApiEnv>, next: Next) => () => {
  if (c.get('entry')) void bytesOf(c)
  return next()
}

/** What is wrong with a body before it is read; its length is undefined where it is not announced. */
function bodyProblem(c: Context<ApiEnv>, headers: IncomingHttpHeaders, length?: number) {
  if (length === 0) {
    const errors = [{ pointer: '', message: 'must be a ticket' }]
    return problem(c, 'INVALID_REQUEST', 'The request has no body.', { errors })
  }
  const fault = mediaFault(headers['content-type'], headers['content-encoding'])
  if (fault) return problem(c, 'UNSUPPORTED_MEDIA_TYPE', fault)
  if (length !== undefined && length > maxBytes) return problem(c, 'BODY_TOO_LARGE', tooLarge)
  return undefined
}

function mediaFault(type?: string, encoding = 'identity'): string | undefined {
  if (type === undefined) return 'The body says nothing of its type; send application/json.'
  if (!json.test(type) || (charset.exec(type)?.[1] ?? 'utf-8').toLowerCase() !== 'utf-8') {
    return `The body is ${type}; send application/json in UTF-8.`
  }
  if (encoding.toLowerCase() === 'identity') return undefined
  return `The body is encoded with ${encoding}; send it as it is.`
}
