import type { MiddlewareHandler } from 'hono'
import { bodyBytes } from '../http/journal-notes.ts'
import { announcedBytes, countBytes, normalizeContentType, refuseBody } from '../http/json-body.ts'
import { problem } from '../http/problems.ts'
import type { ApiEnv } from '../http/reply.ts'
import { requestHeaders } from '../http/request-headers.ts'

const maxBytes = 16 * 1024
const limitBytes = countBytes(maxBytes)

/** Refuses a request without a body, or with one that is too large or not JSON in UTF-8. */
export const ticketBody: MiddlewareHandler<ApiEnv> = (c, next) => {
  const bytes = announcedBytes(requestHeaders(c))
  if (bytes === 0) {
    const errors = [{ pointer: '', message: 'must be a ticket' }]
    return Promise.resolve(problem(c, 'INVALID_REQUEST', 'The request has no body.', { errors }))
  }
  const refusal = refuseBody(c, maxBytes)
  if (refusal) return Promise.resolve(refusal)
  normalizeContentType(c)
  const recordAndContinue = () => {
    // Before the validator reads the text, because the journal keeps the bytes.
    if (c.get('entry')) void bodyBytes(c)
    return next()
  }
  return bytes === undefined ? limitBytes(c, recordAndContinue) : recordAndContinue()
}
