import { maxHeaderBytes, maxTargetBytes } from '../http/limits.ts'
import { invalid, type RequestError, targetTooLong, unknownVersion } from '../http/request-error.ts'

/** An error of Node's HTTP parser, with the bytes it could not parse. */
export type ParserError = NodeJS.ErrnoException & { reason?: string; rawPacket?: Buffer }

/** The problem to report for bytes that Node cannot parse as a request. */
export function parserError({ code, reason, message, rawPacket }: ParserError): RequestError {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      // The parser counts the target and all names and values, but not the separators.
      return startsWithLongTarget(rawPacket) ? targetTooLong : headersTooLarge
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return { code: 'REQUEST_TIMEOUT', detail: 'The request did not arrive in time.' }
    // The preface of an HTTP/2 client with prior knowledge.
    case 'HPE_PAUSED_H2_UPGRADE':
      return unknownVersion
    case 'HPE_INVALID_VERSION':
      if (reason === 'Invalid HTTP version') return unknownVersion
  }
  return invalid(`This is not HTTP/1.1: ${reason ?? message}.`)
}

const headersTooLarge: RequestError = {
  code: 'HEADERS_TOO_LARGE',
  detail: `The target and the names and values of all header fields have ${maxHeaderBytes} bytes or more.`,
}

function startsWithLongTarget(bytes?: Buffer): boolean {
  const [, target = ''] = /^[A-Z]+ (\S*)/.exec(bytes?.toString('latin1') ?? '') ?? []
  return target.length > maxTargetBytes
}
