import type { IncomingMessage } from 'node:http'

/** What a request asks for, as far as it is looked at before Hono sees it. */
export type RequestTarget = Pick<IncomingMessage, 'url' | 'headers'> & { httpVersion?: string }

/** Why no URL can be made of a request's target (RFC 9112, section 3.2); undefined when one can. */
export function targetFault({ url = '', headers, httpVersion }: RequestTarget): string | undefined {
  const { host } = headers
  if (host === undefined) {
    return httpVersion === '1.0' ? undefined : 'The request has no Host header.'
  }
  if (!isHost(host)) return `The Host header ${JSON.stringify(host)} names no host.`
  if (isPath(url) || isUrl(url)) return undefined
  return `The request target ${JSON.stringify(url)} is neither a path nor a URL.`
}

const name = /^[\w.-]+(?::(\d{1,5}))?$/
const address = /^\[[\da-f:.]+\](:\d{1,5})?$/i

function isHost(host: string): boolean {
  const named = name.exec(host)
  if (named) return Number(named[1] ?? 0) <= 65_535
  return address.test(host) && URL.canParse(`http://${host}`)
}

/** A backslash would be read as a slash by those who make a URL of it. */
const isPath = (url: string) =>
  url.startsWith('/') && (!url.includes('\\') || !pathOf(url).includes('\\'))

const isUrl = (url: string) =>
  /^https?:\/\//.test(url) && URL.canParse(url) && !pathOf(url).includes('\\')

const pathOf = (url: string) => url.split('?')[0] ?? ''
