import type { IncomingHttpHeaders } from 'node:http'
import type { Context } from 'hono'
import type { ApiEnv } from './reply.ts'

/**
 * The headers of a request by their names in lower case. Node's own, where there are any: `c.req.header`
 * makes and searches a `Headers` object.
 */
export const requestHeaders = (c: Context<ApiEnv>): IncomingHttpHeaders =>
  c.env?.incoming?.headers ?? c.req.header()
