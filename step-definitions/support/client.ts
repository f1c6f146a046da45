import { type IncomingMessage, request as requestOverHttp } from 'node:http'
import { request as requestOverTls } from 'node:https'
import { text as textOf } from 'node:stream/consumers'
import { dialectInUse } from './dialect/dialect.ts'
import { must } from './must.ts'
import { reasonOf } from './reason.ts'
import type { Request } from './request.ts'
import { latencyOf, replyWithinMs, target } from './settings.ts'

/** A request as it was sent over the wire, after translation into the target's dialect. */
export type Sent = {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
}

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

/** A request that got no reply. */
export class NoAnswer extends Error {
  readonly sent: Sent
  readonly sentAt: number

  constructor(message: string, sent: Sent, sentAt: number, cause: unknown) {
    super(message, { cause })
    this.sent = sent
    this.sentAt = sentAt
  }
}

/** A reply that the dialect cannot translate. */
export class UntranslatableReply extends Error {
  /** The reply as it came. */
  readonly reply: Reply

  constructor(reply: Reply, cause: unknown) {
    super(`${summaryOf(reply)}\n  but ${(cause as Error).message}`, { cause })
    this.reply = reply
  }
}

/**
 * Sends a request to the target, in its dialect. Rejects with a NoAnswer or an UntranslatableReply;
 * a refusal is a reply.
 */
export async function send(request: Request): Promise<Reply> {
  const dialect = dialectInUse()
  if (!dialect) return sendUntranslated(request, target())
  const { wire, sentAt, receivedAt } = await sendUntranslated(dialect.request(request), target())
  const { status, replyHeaders: headers, text } = wire
  const reply = { ...request, status, headers, text, sentAt, receivedAt, wire }
  try {
    return { ...reply, ...dialect.answer(request, reply) }
  } catch (error) {
    throw new UntranslatableReply(reply, error)
  }
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
    const afterMs = Math.round(performance.now() - sentAt)
    const message = `${method} ${path}: no answer after ${afterMs} ms (${reasonOf(error)})`
    throw new NoAnswer(message, sent, sentAt, error)
  }
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
  const text = await textOf(response)
  const wire = { ...sent, status, replyHeaders: headers, text }
  return { ...request, status, headers, text, sentAt, receivedAt, wire }
}

/**
 * Does not use `fetch`, which costs four times as much CPU: a client that places a thousand orders
 * at once would record their confirmations too late.
 */
function responseTo(
  { method, url, headers, body }: Sent,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }
  return new Promise((resolve, reject) => {
    requestOver(url)(url, { method, headers: { ...headers, ...length }, signal })
      .once('response', resolve)
      .on('error', reject)
      .end(body)
  })
}

const requestOver = (url: string) => (url.startsWith('https:') ? requestOverTls : requestOverHttp)

/** The header fields of a response. */
export const headersIn = ({ headers }: IncomingMessage) =>
  new Headers(Object.entries(headers).map(([name, value]) => [name, String(value)]))

const sentFor = (request: Request, address: URL): Sent => ({
  method: request.method,
  url: new URL(request.path, address).href,
  headers: headersOf(request),
  body: request.body,
})

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

/** The path of the next page of a listing; undefined on the last page. */
export function nextPage({ headers }: Reply): string | undefined {
  return /<([^>]+)>;\s*rel="next"/.exec(headers.get('link') ?? '')?.[1]
}

/** The request and its reply in one line, as they went over the wire. */
export function summaryOf(reply: Reply): string {
  const { method, url, body = '', status, text } = reply.wire
  const { pathname, search } = new URL(url)
  const request = `${method} ${pathname}${search} ${shortened(body)}`.trim()
  return `${request} → ${status} after ${Math.round(tookMs(reply))} ms ${shortened(text)}`.trim()
}

const shortened = (text: string) => (text.length > 500 ? `${text.slice(0, 500)} …` : text)
