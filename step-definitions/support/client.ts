import { type IncomingMessage, request as requestOverHttp } from 'node:http'
import { request as requestOverTls } from 'node:https'
import { text as textOf } from 'node:stream/consumers'
import { dialectInUse } from './dialect/dialect.ts'
import { must } from './must.ts'
import { reasonOf } from './reason.ts'
import type { Request } from './request.ts'
import { latency, replyWithinMs, target } from './settings.ts'

/** A request as it really goes over the wire. */
export type Sent = {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
}

/** A request and its answer as they really went over the wire. */
export type RawExchange = Sent & {
  readonly status: number
  readonly replyHeaders: Headers
  readonly text: string
}

/** One answer, with the times of one monotonic clock (`performance.now`) beside it. */
export type Reply = Request & {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly sentAt: number
  readonly receivedAt: number
  readonly wire: RawExchange
}

/** No answer came to what was sent. */
export class NoAnswer extends Error {
  readonly sent: Sent
  readonly sentAt: number

  constructor(message: string, sent: Sent, sentAt: number, cause: unknown) {
    super(message, { cause })
    this.sent = sent
    this.sentAt = sentAt
  }
}

/** An answer came, and the dialect has no words of ours for it. */
export class UntranslatableReply extends Error {
  /** The answer as it came. */
  readonly reply: Reply

  constructor(reply: Reply, cause: unknown) {
    super(`${summaryOf(reply)}\n  but ${(cause as Error).message}`, { cause })
    this.reply = reply
  }
}

/**
 * Asks the target over HTTP, in its dialect. Rejects when no answer comes, or one that cannot be
 * translated; a refusal is an answer.
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

/** Sends a request as it stands. Rejects only when no answer comes. */
export async function sendUntranslated(request: Request, address: URL): Promise<Reply> {
  const { method, path } = request
  const sent = sentFor(request, address)
  const sentAt = performance.now()
  try {
    const response = await responseTo(sent, AbortSignal.timeout(replyWithinMs))
    const receivedAt = performance.now()
    const { statusCode: status = 0 } = response
    const headers = headersIn(response)
    const text = await textOf(response)
    const wire = { ...sent, status, replyHeaders: headers, text }
    return { ...request, status, headers, text, sentAt, receivedAt, wire }
  } catch (error) {
    const afterMs = Math.round(performance.now() - sentAt)
    const message = `${method} ${path}: no answer after ${afterMs} ms (${reasonOf(error)})`
    throw new NoAnswer(message, sent, sentAt, error)
  }
}

/**
 * Not by `fetch`, which costs four times as much: who places a thousand orders at once would be too
 * busy to note when they are confirmed.
 */
function responseTo(
  { method, url, headers, body }: Sent,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const begin = url.startsWith('https:') ? requestOverTls : requestOverHttp
  const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }
  return new Promise((resolve, reject) => {
    begin(url, { method, headers: { ...headers, ...length }, signal })
      .once('response', resolve)
      .on('error', reject)
      .end(body)
  })
}

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
  // A connection of its own: one left idle may be closed by the other side in the moment in which it
  // is used again, and that would look like a reply that was lost.
  connection: 'close',
  ...(contentType === undefined ? {} : { 'content-type': contentType }),
  ...fields,
})

/**
 * Sends a request and goes away as soon as it is on its way: whatever the answer is, nobody hears it.
 * Resolves with what was sent.
 */
export function sendAndDisconnect(request: Request): Promise<Sent> {
  const sent = sentFor(dialectInUse()?.request(request) ?? request, target())
  const { method, url, body = '' } = sent
  const begin = url.startsWith('https:') ? requestOverTls : requestOverHttp
  return new Promise((resolve, reject) => {
    const headers = { ...sent.headers, 'content-length': Buffer.byteLength(body) }
    const asking = begin(url, { method, headers })
    asking.on('error', reject)
    asking.end(body, () => {
      resolve(sent)
      asking.destroy()
    })
  })
}

export const isRefusal = ({ status }: Reply) => status >= 400

/** How long the answer took, in milliseconds. */
export const tookMs = ({ sentAt, receivedAt }: Reply) => receivedAt - sentAt

/** How long the target says that it waited, in milliseconds; undefined when it does not say. */
export function disclosedWaitMs({ headers }: Reply): number | undefined {
  const [, duration] =
    /(?:^|,)\s*latency;dur=([\d.]+)/.exec(headers.get('server-timing') ?? '') ?? []
  return duration === undefined ? undefined : Number(duration)
}

/**
 * The part of the time an answer took that was not waiting, but the way there and back. Where no wait
 * is disclosed it is what went beyond the longest.
 */
export const lostMs = (reply: Reply) =>
  Math.max(tookMs(reply) - (disclosedWaitMs(reply) ?? latency.longestMs), 0)

/** The position of the log that a reply was made from. */
export function logPositionOf(reply: Reply): number {
  const position = reply.headers.get('log-position')
  must(position !== null, `no position of the log is told: ${summaryOf(reply)}`)
  return Number(position)
}

/** Where the next page of a listing is; undefined on the last. */
export function nextPage({ headers }: Reply): string | undefined {
  return /<([^>]+)>;\s*rel="next"/.exec(headers.get('link') ?? '')?.[1]
}

/** One line of what was asked and answered, as it went over the wire. */
export function summaryOf(reply: Reply): string {
  const { method, url, body = '', status, text } = reply.wire
  const { pathname, search } = new URL(url)
  const asked = `${method} ${pathname}${search} ${shortened(body)}`.trim()
  return `${asked} → ${status} after ${Math.round(tookMs(reply))} ms ${shortened(text)}`.trim()
}

const shortened = (text: string) => (text.length > 500 ? `${text.slice(0, 500)} …` : text)
