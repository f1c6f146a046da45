import type { IncomingMessage } from 'node:http'

/** Whether a request is about the server itself, and not a path: `OPTIONS *` (RFC 9110, section 9.3.7). */
export const isServerWide = ({ url, method }: Pick<IncomingMessage, 'url' | 'method'>): boolean =>
  url === '*' && method === 'OPTIONS'

/** The methods that the paths of an app know, and the one by which they are asked for. */
export function methodsOf(app: { readonly routes: readonly { readonly method: string }[] }) {
  const methods = new Set(app.routes.map(({ method }) => method))
  // Middleware is there for any method, and HEAD is had wherever GET is.
  methods.delete('ALL')
  return [...methods, 'HEAD', 'OPTIONS']
}
