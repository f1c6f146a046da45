import type { IncomingMessage } from 'node:http'
import type { ProblemCode } from '../contract/orders.ts'
import { shownText } from '../journal/redaction.ts'
import { maxTargetBytes } from './limits.ts'
import { isServerWide } from './server-wide.ts'

/** A request, as far as it is looked at before Hono sees it. */
export type AskedFor = Pick<IncomingMessage, 'url' | 'method' | 'headers' | 'httpVersion'>

/** What is wrong with a request before it has reached any route. */
export interface RequestFault {
  readonly code: ProblemCode
  readonly detail: string
}

export const targetTooLong: RequestFault = {
  code: 'URI_TOO_LONG',
  detail: `The request target is longer than ${maxTargetBytes} bytes.`,
}

export const unknownVersion: RequestFault = {
  code: 'UNSUPPORTED_HTTP_VERSION',
  detail: 'Only HTTP/1.1 and HTTP/1.0 are spoken here.',
}

/**
 * What is wrong with a request before it has reached any route; `isServed` tells whether requests
 * for a host are answered. Undefined when nothing is.
 */
export function requestFault(
  request: AskedFor,
  isServed: (host: string) => boolean,
): RequestFault | undefined {
  const { httpVersion, url = '' } = request
  // Node's parser reads 0.9 and 2.0 as well. It reads no 1.2 to 1.9, which RFC 9110, section 2.5, would
  // have served as 1.1: only its lenient mode does, which also accepts malformed framing.
  if (httpVersion !== '1.1' && httpVersion !== '1.0') return unknownVersion
  if (url.length > maxTargetBytes) return targetTooLong
  return codingFault(request) ?? targetFault(request) ?? strangerFault(request, isServed)
}

/** Node decodes chunks, looks at no other coding, and hands on what is left of the body. */
function codingFault({ headers, httpVersion }: AskedFor): RequestFault | undefined {
  const codings = headers['transfer-encoding']
  if (codings === undefined) return undefined
  // RFC 9112, section 6.1.
  if (httpVersion === '1.0') return invalid('A request in HTTP/1.0 has no Transfer-Encoding.')
  const names = codings.split(',').map((name) => name.trim().toLowerCase())
  // A list may have empty members (RFC 9110, section 5.6.1).
  if (names.every((name) => name === 'chunked' || name === '')) return undefined
  const detail = `The body is transferred as ${codings}; only chunked is known here.`
  return { code: 'UNSUPPORTED_TRANSFER_CODING', detail }
}

/**
 * Why no URL is made of a request's target (RFC 9112, section 3.2); undefined when one can be, or
 * when none is needed as the request is about the server.
 */
function targetFault(request: AskedFor): RequestFault | undefined {
  const detail = hostFault(request) ?? urlFault(request)
  return detail === undefined ? undefined : invalid(detail)
}

export const invalid = (detail: string): RequestFault => ({ code: 'INVALID_REQUEST', detail })

/** After DNS rebinding the browser sends the attacker's name in Host. */
function strangerFault(
  { headers, url = '' }: AskedFor,
  isServed: (host: string) => boolean,
): RequestFault | undefined {
  // The target names the host where it is a URL (RFC 9112, section 3.2.2).
  const host = url.startsWith('/') ? headers.host : (URL.parse(url)?.host ?? headers.host)
  if (host === undefined || isServed(host)) return undefined
  const detail = `The host ${host} is not allowed: use localhost, or allow it in ALLOWED_HOSTS, or for the control API in CONTROL_ALLOWED_HOSTS.`
  return { code: 'FORBIDDEN_HOST', detail }
}

/** The host that was named last and is one: mostly it is named again. */
let latestHost: string | undefined

function hostFault({ headers: { host }, httpVersion }: AskedFor): string | undefined {
  if (host === undefined) {
    return httpVersion === '1.0' ? undefined : 'The request has no Host header.'
  }
  if (host === latestHost) return undefined
  // Two Host headers arrive here as one with a comma, which no host has.
  if (!isHost(host)) return `The Host header ${JSON.stringify(shownHost(host))} names no one host.`
  latestHost = host
  return undefined
}

function urlFault(request: AskedFor): string | undefined {
  const { url = '' } = request
  if (isPath(url) || isUrl(url) || isServerWide(request)) return undefined
  return `The request target ${JSON.stringify(url)} is neither a path nor a URL.`
}

/** Without the user whom it may name. */
const shownHost = (host: string) => shownText(`//${host}`).slice(2)

const name = /^[\w-]+(\.[\w-]+)*\.?(:\d{1,5})?$/
const address = /^\[[\da-f:.]+\](:\d{1,5})?$/i

/**
 * A name whose last label is a number is read as an IPv4 address, and may be none (URL standard,
 * section 3.5).
 */
const isHost = (host: string): boolean =>
  (name.test(host) || address.test(host)) && URL.canParse(`http://${host}`)

const isPath = (url: string) => url.startsWith('/') && isClean(url)

/** It may name no user (RFC 9110, section 4.2.4): of a URL that does no Request can be made. */
const isUrl = (url: string) =>
  /^https?:\/\/[^@/?]*(?:[/?]|$)/.test(url) && URL.canParse(url) && isClean(url)

/**
 * Those who make a URL of a target would read a backslash in its path as a slash, and take what
 * follows a `#`, a filter perhaps, for a fragment, which no target has.
 */
const isClean = (url: string) =>
  !url.includes('#') && (!url.includes('\\') || !pathOf(url).includes('\\'))

const pathOf = (url: string) => url.split('?')[0] ?? ''
