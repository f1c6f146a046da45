import { request as requestOverHttp } from 'node:http'
import { request as requestOverTls } from 'node:https'
import { reasonOf } from './reason.ts'
import { replyWithinMs, target } from './settings.ts'

export type Request = {
  readonly method: string
  readonly path: string
  readonly body?: string
  readonly contentType?: string
  /** Other header fields, by their names in lower case. */
  readonly fields?: Readonly<Record<string, string>>
}

/** One answer, with the times of one monotonic clock (`performance.now`) beside it. */
export type Reply = Request & {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly sentAt: number
  readonly receivedAt: number
}

/** Sends a request over HTTP. Rejects only when no answer comes; a refusal is an answer. */
export async function send(request: Request, address = target()): Promise<Reply> {
  const { method, path, body } = request
  const sentAt = performance.now()
  try {
    const response = await fetch(new URL(path, address), {
      method,
      // A Buffer, because fetch would name a content type for a string on its own account.
      ...(body === undefined ? {} : { body: Buffer.from(body) }),
      headers: headersOf(request),
      redirect: 'manual',
      signal: AbortSignal.timeout(replyWithinMs),
    })
    const receivedAt = performance.now()
    const { status, headers } = response
    return { ...request, status, headers, text: await response.text(), sentAt, receivedAt }
  } catch (error) {
    const afterMs = Math.round(performance.now() - sentAt)
    throw new Error(`${method} ${path}: no answer after ${afterMs} ms (${reasonOf(error)})`, {
      cause: error,
    })
  }
}

const headersOf = ({ contentType, fields }: Request) => ({
  // A connection of its own: one left idle may be closed by the other side in the moment in which it
  // is used again, and that would look like a reply that was lost.
  connection: 'close',
  ...(contentType === undefined ? {} : { 'content-type': contentType }),
  ...fields,
})

/** Sends a request and goes away as soon as it is on its way: whatever the answer is, nobody hears it. */
export function sendAndLeave(request: Request): Promise<void> {
  const { method, path, body = '' } = request
  const address = new URL(path, target())
  const begin = address.protocol === 'https:' ? requestOverTls : requestOverHttp
  return new Promise((resolve, reject) => {
    const headers = { ...headersOf(request), 'content-length': Buffer.byteLength(body) }
    const asking = begin(address, { method, headers })
    asking.on('error', reject)
    asking.end(body, () => {
      resolve()
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

/** The part of the time an answer took that was not disclosed as waiting: the way there and back. */
export const lostMs = (reply: Reply) => tookMs(reply) - (disclosedWaitMs(reply) ?? 0)

/** Where the next page of a listing is; undefined on the last. */
export function nextPage({ headers }: Reply): string | undefined {
  return /<([^>]+)>;\s*rel="next"/.exec(headers.get('link') ?? '')?.[1]
}

/** One line of what was asked and answered. */
export function summaryOf(reply: Reply): string {
  const { method, path, body = '', status, text } = reply
  const asked = `${method} ${path} ${shortened(body)}`.trim()
  return `${asked} → ${status} after ${Math.round(tookMs(reply))} ms ${shortened(text)}`.trim()
}

const shortened = (text: string) => (text.length > 500 ? `${text.slice(0, 500)} …` : text)
