import type { IncomingHttpHeaders } from 'node:http'

/** The parts of a Hono context that give access to the headers. */
interface HeaderSource {
  readonly env?: { readonly incoming?: { readonly headers: IncomingHttpHeaders } } | undefined
  readonly req: { header(): Record<string, string> }
}

/**
 * The headers of a request by their names in lower case. Uses Node's own headers if it can, because Hono
 * creates and searches a `Headers` object.
 */
export const requestHeaders = ({ env, req }: HeaderSource): IncomingHttpHeaders =>
  env?.incoming?.headers ?? req.header()
