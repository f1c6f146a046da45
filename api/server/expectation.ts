import type { IncomingMessage, ServerResponse } from 'node:http'
import type { RequestFault } from '../http/request-fault.ts'

export const unknownExpectation: RequestFault = {
  code: 'EXPECTATION_FAILED',
  detail: 'Only 100-continue can be expected.',
}

/** What is wrong with what a request expects; Node finds `100-continue` anywhere in the field. */
export const expectationFault = ({ headers }: IncomingMessage): RequestFault | undefined =>
  /^[\s,]*100-continue[\s,]*$/i.test(headers.expect ?? '') ? undefined : unknownExpectation

/**
 * Asks for the body of a request (`100 Continue`) when it is first read. A request that is refused for
 * its header fields is never asked for one (RFC 9110, section 10.1.1).
 */
export function continueWhenRead(request: IncomingMessage, response: ServerResponse): void {
  const { _read: read } = request
  request._read = (bytes) => {
    request._read = read
    // What Node or the adapter reads after the reply is discarded.
    if (!response.headersSent) response.writeContinue()
    request._read(bytes)
  }
}
