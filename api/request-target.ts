import type { IncomingMessage } from 'node:http'

const readableHost = /^([\w.-]+|\[[\da-f:.]+\])(:\d{1,5})?$/i

/** What a request asks for, as far as it is looked at before Hono sees it. */
export type RequestTarget = Pick<IncomingMessage, 'url' | 'headers'> & { httpVersion?: string }

/** Why no URL can be made of a request's target (RFC 9112, section 3.2); undefined when one can. */
export function targetFault({ url = '', headers, httpVersion }: RequestTarget): string | undefined {
  const { host } = headers
  if (host === undefined) {
    return httpVersion === '1.0' ? undefined : 'The request has no Host header.'
  }
  if (!readableHost.test(host) || !URL.canParse(`http://${host}`)) {
    return `The Host header ${JSON.stringify(host)} names no host.`
  }
  const path = url.split('?')[0] ?? ''
  const absolute = /^https?:\/\//.test(url)
  if (path.includes('\\') || (absolute ? !URL.canParse(url) : !url.startsWith('/'))) {
    return `The request target ${JSON.stringify(url)} is neither a path nor a URL.`
  }
  return undefined
}
