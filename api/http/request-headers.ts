import type { IncomingHttpHeaders } from 'node:http'

/** A request, as far as its headers are looked at. */
interface Asking {
  readonly env?: { readonly incoming?: { readonly headers: IncomingHttpHeaders } } | undefined
  readonly req: { header(): Record<string, string> }
}

/**
 * The headers of a request by their names in lower case. Node's own, where there are any: Hono makes
 * and searches a `Headers` object.
 */
export const requestHeaders = ({ env, req }: Asking): IncomingHttpHeaders =>
  env?.incoming?.headers ?? req.header()
