import { type IncomingMessage, ServerResponse } from 'node:http'
import { maxDrainedBytes } from '../http/limits.ts'

/** The arguments of `writeHead` after the status. */
type Rest = [reason?: string | Fields, fields?: Fields]
type Fields = Parameters<ServerResponse['writeHead']>[1]

/**
 * Creates a response class that sends `Connection: close` whenever the connection will be closed (RFC
 * 9112, section 9.6): if `isLast` returns true, or if too much of the request body is still missing.
 * Otherwise the connection accepts the next request after the rest of the body.
 */
export const closingResponse = (
  isLast: (response: ServerResponse) => boolean,
): typeof ServerResponse =>
  // `as`: `typeof ServerResponse` is generic, a subclass is not.
  class extends ServerResponse {
    override writeHead(status: number, ...rest: Rest): this {
      if (isLast(this) || leavesBody(this.req)) this.shouldKeepAlive = false
      return super.writeHead(status, ...(rest as [Fields]))
    }
  } as typeof ServerResponse

/**
 * Whether too much of a body is missing to wait for it. A client that sent `Expect` may or may not send
 * its body, so the start of its next request is unknown.
 */
function leavesBody({ complete, headers }: IncomingMessage): boolean {
  if (complete) return false
  if (headers['transfer-encoding'] !== undefined) return true
  const bytes = Number(headers['content-length'] ?? 0)
  return bytes > maxDrainedBytes || (bytes > 0 && headers.expect !== undefined)
}
