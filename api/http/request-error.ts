import type { IncomingMessage } from 'node:http'
import type { ProblemCode } from '../contract/orders.ts'
import { redactText } from '../journal/redaction.ts'
import { maxTargetBytes } from './limits.ts'

/** The parts of a request that are checked before Hono sees it. */
type UncheckedRequest = Pick<IncomingMessage, 'url' | 'method' | 'headers' | 'httpVersion'>

/** Why a request is refused before it reaches a route. */
export interface RequestError {
  readonly code: ProblemCode
  readonly detail: string
}

/** Whether a request is `OPTIONS *`, which is about the server itself (RFC 9110, section 9.3.7). */
export const isServerWide = ({ url, method }: Pick<IncomingMessage, 'url' | 'method'>): boolean =>
  url === '*' && method === 'OPTIONS'

export const targetTooLong: RequestError = {
  code: 'URI_TOO_LONG',
  detail: `The request target is longer than ${maxTargetBytes} bytes.`,
}

export const unknownVersion: RequestError = {
  code: 'UNSUPPORTED_HTTP_VERSION',
  detail: 'The server supports HTTP/1.1 and HTTP/1.0 only.',
}

/**
 * Checks a request before it reaches a route. `isServed` decides which hosts are allowed. Returns
 * undefined when nothing is wrong.
 */
export function findRequestError(
  request: UncheckedRequest,
  isServed: (host: string) => boolean,
): RequestError | undefined {
  const { httpVersion, url = '' } = request
  // Node's parser also accepts 0.9 and 2.0. It rejects 1.2 to 1.9, although RFC 9110, section 2.5,
  // says to serve them as 1.1. Its lenient mode accepts them, but malformed framing, too.
  if (httpVersion !== '1.1' && httpVersion !== '1.0') return unknownVersion
  if (url.length > maxTargetBytes) return targetTooLong
  return (
    codingError(request) ??
    hostError(request) ??
    urlError(request) ??
    unknownHostError(request, isServed)
  )
}

/** Node decodes chunks only. It ignores other codings and passes the body on as it is. */
function codingError({ headers, httpVersion }: UncheckedRequest): RequestError | undefined {
  const codings = headers['transfer-encoding']
  if (codings === undefined) return undefined
  // RFC 9112, section 6.1.
  if (httpVersion === '1.0')
    return invalid('A request in HTTP/1.0 must not have a Transfer-Encoding.')
  const names = codings.split(',').map((name) => name.trim().toLowerCase())
  // A list may have empty members (RFC 9110, section 5.6.1).
  if (names.every((name) => name === 'chunked' || name === '')) return undefined
  const detail = `The Transfer-Encoding is ${codings}. The server supports chunked only.`
  return { code: 'UNSUPPORTED_TRANSFER_CODING', detail }
}

export const invalid = (detail: string): RequestError => ({ code: 'INVALID_REQUEST', detail })

/** After DNS rebinding the browser sends the attacker's name in Host. */
function unknownHostError(
  { headers, url = '' }: UncheckedRequest,
  isServed: (host: string) => boolean,
): RequestError | undefined {
  // A target that is a URL overrides the Host header (RFC 9112, section 3.2.2).
  const host = url.startsWith('/') ? headers.host : (URL.parse(url)?.host ?? headers.host)
  if (host === undefined || isServed(host)) return undefined
  const detail = `The host ${host} is not allowed. Use localhost, or add the host to ALLOWED_HOSTS (for the control API: CONTROL_ALLOWED_HOSTS).`
  return { code: 'FORBIDDEN_HOST', detail }
}

/** The latest valid host. Most requests name the same one, so it need not be parsed again. */
let latestHost: string | undefined

function hostError({ headers: { host }, httpVersion }: UncheckedRequest): RequestError | undefined {
  if (host === undefined) {
    return httpVersion === '1.0' ? undefined : invalid('The request has no Host header.')
  }
  if (host === latestHost) return undefined
  // Node joins two Host headers with a comma, which no host contains.
  if (!isHost(host))
    return invalid(`The Host header ${JSON.stringify(redactHost(host))} is not a valid host.`)
  latestHost = host
  return undefined
}

/**
 * The error if the target is not a valid URL (RFC 9112, section 3.2). `OPTIONS *`, which is about
 * the server itself, is valid.
 */
function urlError(request: UncheckedRequest): RequestError | undefined {
  const { url = '' } = request
  if (isPath(url) || isUrl(url) || isServerWide(request)) return undefined
  return invalid(`The request target ${JSON.stringify(url)} is neither a path nor a URL.`)
}

/** Without user info. */
const redactHost = (host: string) => redactText(`//${host}`).slice(2)

const name = /^[\w-]+(\.[\w-]+)*\.?(:\d{1,5})?$/
const address = /^\[[\da-f:.]+\](:\d{1,5})?$/i

/**
 * `canParse` checks a name whose last label is a number: it must be an IPv4 address (URL standard,
 * section 3.5).
 */
const isHost = (host: string): boolean =>
  (name.test(host) || address.test(host)) && URL.canParse(`http://${host}`)

const isPath = (url: string) => url.startsWith('/') && isClean(url)

/** A URL with user info is invalid (RFC 9110, section 4.2.4); `Request` rejects it. */
const isUrl = (url: string) =>
  /^https?:\/\/[^@/?]*(?:[/?]|$)/.test(url) && URL.canParse(url) && isClean(url)

/**
 * Whether URL parsers keep the target as it is. They turn a backslash in the path into a slash, and
 * drop what follows a `#`, such as a filter, as a fragment.
 */
const isClean = (url: string) =>
  !url.includes('#') && (!url.includes('\\') || !pathOf(url).includes('\\'))

const pathOf = (url: string) => url.split('?')[0] ?? ''
