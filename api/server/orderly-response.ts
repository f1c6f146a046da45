import { type IncomingMessage, ServerResponse } from 'node:http'
import { maxDrainedBytes } from '../http/limits.ts'

/** What may stand behind the status: a reason, header fields, or both. */
type Rest = [reason?: string | Fields, fields?: Fields]
type Fields = Parameters<ServerResponse['writeHead']>[1]

/**
 * Makes the class of replies that say `Connection: close` whenever the connection will be closed
 * (RFC 9112, section 9.6): where `isLast` says so, and where the body of the request has not arrived
 * and may be long in coming. Otherwise the connection takes the next request, after the rest of the
 * body.
 */
export const orderlyResponse = (
  isLast: (response: ServerResponse) => boolean,
): typeof ServerResponse =>
  class extends ServerResponse {
    override writeHead(status: number, ...rest: Rest): this {
      if (isLast(this) || leavesBody(this.req)) this.shouldKeepAlive = false
      return super.writeHead(status, ...(rest as [Fields]))
    }
  } as typeof ServerResponse

/**
 * Whether more of a body is to come than is worth waiting for. A client that sent `Expect` may send
 * its body or not: where the next request begins is then unknown.
 */
function leavesBody({ complete, headers }: IncomingMessage): boolean {
  if (complete) return false
  if (headers['transfer-encoding'] !== undefined) return true
  const bytes = Number(headers['content-length'] ?? 0)
  return bytes > maxDrainedBytes || (bytes > 0 && headers.expect !== undefined)
}
