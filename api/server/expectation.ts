import type { IncomingMessage, ServerResponse } from 'node:http'
import type { RequestError } from '../http/request-error.ts'

const unknownExpectation: RequestError = {
  code: 'EXPECTATION_FAILED',
  detail: 'The only supported expectation is 100-continue.',
}

/** Rejects any expectation but `100-continue`: Node looks for that text anywhere in the field. */
export const expectationError = ({ headers }: IncomingMessage): RequestError | undefined =>
  /^[\s,]*100-continue[\s,]*$/i.test(headers.expect ?? '') ? undefined : unknownExpectation

/**
 * Sends `100 Continue` on the first read of the body (a call of `_read`). A request that is refused for
 * its header fields gets none (RFC 9110, section 10.1.1).
 */
export function continueWhenRead(request: IncomingMessage, response: ServerResponse): void {
  const { _read: read } = request
  request._read = (bytes) => {
    request._read = read
    // After the reply, Node and the adapter read only to discard the body.
    if (!response.headersSent) response.writeContinue()
    request._read(bytes)
  }
}
