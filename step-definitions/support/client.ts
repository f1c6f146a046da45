import type { IncomingMessage } from 'node:http'
import { dialectInUse } from './dialect/dialect.ts'
import { bodyOf, headersIn, requestOver, responseTo, type Sent, TooMuch } from './http.ts'
import { must } from './must.ts'
import { reasonOf } from './reason.ts'
import type { Request } from './request.ts'
import { latencyOf, replyWithinMs, requestsAtOnce, target } from './settings.ts'
import { Turns } from './turns.ts'

/** A request and its reply as they went over the wire. */
type RawExchange = Sent & {
  readonly status: number
  readonly replyHeaders: Headers
  readonly text: string
}

/** A request with its reply, in the terms of the contract. Times are of `performance.now`. */
export type Reply = Request & {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly sentAt: number
  readonly receivedAt: number
  readonly wire: RawExchange
}

/** A request that got no reply, or one without an end. */
export class NoAnswer extends Error {
  readonly sent: Sent
  readonly sentAt: number

  constructor(message: string, sent: Sent, sentAt: number, cause: unknown) {
    super(message, { cause })
    this.sent = sent
    this.sentAt = sentAt
  }
}

/** A reply that redirects, or that the dialect cannot translate. */
export class UntranslatableReply extends Error {
  /** The reply as it came. */
  readonly reply: Reply

  constructor(reply: Reply, cause: unknown) {
    super(`${summaryOf(reply)}\n  but ${(cause as Error).message}`, { cause })
    this.reply = reply
  }
}

/** A target that serves few requests at once gets no more: the others would be late. */
export const turns = new Turns(requestsAtOnce())

/**
 * Sends a request to the target, in its dialect. Rejects with a NoAnswer or an UntranslatableReply;
 * a refusal is a reply.
 */
export const send = (request: Request): Promise<Reply> => turns.take(() => sendAtOnce(request))

async function sendAtOnce(request: Request): Promise<Reply> {
  const dialect = dialectInUse()
  const theirs = dialect?.request(request) ?? request
  const { wire, sentAt, receivedAt } = await sendUntranslated(theirs, target())
  const { status, replyHeaders: headers, text } = wire
  const reply = { ...request, status, headers, text, sentAt, receivedAt, wire }
  try {
    mustNotRedirect(reply)
    return { ...reply, ...dialect?.answer(request, reply) }
  } catch (error) {
    throw new UntranslatableReply(reply, error)
  }
}

function mustNotRedirect({ status, headers }: Reply): void {
  const to = headers.get('location')
  must(
    to === null || ![301, 302, 303, 307, 308].includes(status),
    `it redirects to ${to}, and no redirect is followed`,
  )
}

/** Sends a request without translation. Rejects with a NoAnswer if no reply comes in time. */
export async function sendUntranslated(request: Request, address: URL): Promise<Reply> {
  const { method, path } = request
  const sent = sentFor(request, address)
  const sentAt = performance.now()
  try {
    const response = await responseTo(sent, AbortSignal.timeout(replyWithinMs))
    return await readReply(request, sent, sentAt, response)
  } catch (error) {
    throw new NoAnswer(`${method} ${path}: ${whyNone(error, sentAt)}`, sent, sentAt, error)
  }
}

function whyNone(error: unknown, sentAt: number): string {
  if (error instanceof TooMuch) return `the answer was not read to its end: ${error.message}`
  return `no answer after ${Math.round(performance.now() - sentAt)} ms (${reasonOf(error)})`
}

/** Reads a response whose headers have just arrived. */
export async function readReply(
  request: Request,
  sent: Sent,
  sentAt: number,
  response: IncomingMessage,
): Promise<Reply> {
  const receivedAt = performance.now()
  const { statusCode: status = 0 } = response
  const headers = headersIn(response)
  const text = await bodyOf(response)
  const wire = { ...sent, status, replyHeaders: headers, text }
  return { ...request, status, headers, text, sentAt, receivedAt, wire }
}

/** Throws if the request would go to another host, as a `Link` of the target may ask for. */
function sentFor(request: Request, address: URL): Sent {
  const { method, path, body } = request
  const { href: url, origin } = new URL(path, address)
  must(
    origin === address.origin,
    `the link ${url} leads to another host, and the specification sends requests only to ${address.origin}`,
  )
  return { method, url, headers: headersOf(request), body }
}

const headersOf = ({ contentType, fields }: Request) => ({
  // Each request has its own connection. The target may close an idle one just as it is used again,
  // and that would look like a lost reply.
  connection: 'close',
  ...(contentType === undefined ? {} : { 'content-type': contentType }),
  ...fields,
})

/**
 * Sends a request and closes the connection without reading the reply. Resolves with what was sent.
 */
export function sendAndDisconnect(request: Request): Promise<Sent> {
  const sent = sentFor(dialectInUse()?.request(request) ?? request, target())
  const { method, url, body = '' } = sent
  return new Promise((resolve, reject) => {
    const headers = { ...sent.headers, 'content-length': Buffer.byteLength(body) }
    const outgoing = requestOver(url)(url, { method, headers })
    outgoing.on('error', reject)
    outgoing.end(body, () => {
      resolve(sent)
      outgoing.destroy()
    })
  })
}

export const isRefusal = ({ status }: Reply) => status >= 400

/** How long the reply took, in milliseconds. */
export const tookMs = ({ sentAt, receivedAt }: Reply) => receivedAt - sentAt

/** The latency that the target discloses (`Server-Timing`), in milliseconds; undefined if none. */
export function disclosedWaitMs({ headers }: Reply): number | undefined {
  const [, duration] =
    /(?:^|,)\s*latency;dur=([\d.]+)/.exec(headers.get('server-timing') ?? '') ?? []
  return duration === undefined ? undefined : Number(duration)
}

/**
 * How much longer than its latency a reply took, in milliseconds. If no latency is disclosed, it is
 * the excess over the longest one.
 */
export const lostMs = (reply: Reply) =>
  Math.max(tookMs(reply) - (disclosedWaitMs(reply) ?? latencyOf(reply).longestMs), 0)

/** The log position that a reply states; throws if it states none. */
export function logPositionOf(reply: Reply): number {
  const position = reply.headers.get('log-position')
  must(position !== null, `the reply has no Log-Position: ${summaryOf(reply)}`)
  return Number(position)
}

/** The request and its reply in one line, as they went over the wire. */
export function summaryOf(reply: Reply): string {
  const { method, url, body = '', status, text } = reply.wire
  const { pathname, search } = new URL(url)
  const request = `${method} ${pathname}${search} ${shortened(body)}`.trim()
  return `${request} → ${status} after ${Math.round(tookMs(reply))} ms ${shortened(text)}`.trim()
}

/** At most 500 characters of a text. */
export const shortened = (text: string) => (text.length > 500 ? `${text.slice(0, 500)} …` : text)
