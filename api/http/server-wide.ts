import type { IncomingMessage } from 'node:http'

/** Whether a request is `OPTIONS *`, which is about the server itself (RFC 9110, section 9.3.7). */
export const isServerWide = ({ url, method }: Pick<IncomingMessage, 'url' | 'method'>): boolean =>
  url === '*' && method === 'OPTIONS'

/** The methods that the paths of an app support, with HEAD and OPTIONS. */
export function methodsOf(app: { readonly routes: readonly { readonly method: string }[] }) {
  const methods = new Set(app.routes.map(({ method }) => method))
  // Middlewares are registered under ALL. Hono serves HEAD wherever it serves GET.
  methods.delete('ALL')
  return [...methods, 'HEAD', 'OPTIONS']
}
