import { type IncomingMessage, request as requestOverHttp } from 'node:http'
import { request as requestOverTls } from 'node:https'
import { Turns } from './turns.ts'

/** A request as it was sent over the wire, after translation into the target's dialect. */
export type Sent = {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
}

/** The largest body of a reply that is read, in bytes. */
export const maxBodyBytes = 4 * 2 ** 20

/** More came than the specification reads: the target might never end it. */
export class TooMuch extends Error {}

export const inMiB = (bytes: number) => `${Math.round((bytes / 2 ** 20) * 10) / 10} MiB`

/**
 * Sends a request and resolves with the response, whose body has not been read. Never follows a
 * redirect. Does not use `fetch`, which costs four times as much CPU: a client that places a
 * thousand orders at once would record their confirmations too late.
 */
export function responseTo(
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

export const requestOver = (url: string) =>
  url.startsWith('https:') ? requestOverTls : requestOverHttp

/** A body of at most so many bytes is read at once. */
const smallBodyBytes = 64 * 2 ** 10

/** Of larger bodies, so many are read at once: together they could fill the memory. */
const largeBodies = new Turns(8)

/** Reads the body of a response; rejects with a TooMuch if it is larger than `maxBytes`. */
export async function bodyOf(response: IncomingMessage, maxBytes = maxBodyBytes): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  const readTo = async (limit: number) => {
    for await (const chunk of response.iterator({ destroyOnReturn: false })) {
      chunks.push(chunk)
      bytes += chunk.length
      if (bytes > limit) return
    }
  }
  await readTo(Math.min(smallBodyBytes, maxBytes))
  if (bytes > smallBodyBytes) await largeBodies.take(() => readTo(maxBytes))
  if (bytes > maxBytes) {
    response.destroy()
    throw new TooMuch(`its body is larger than ${inMiB(maxBytes)}`)
  }
  return new TextDecoder().decode(Buffer.concat(chunks))
}

/** The header fields of a response. */
export const headersIn = ({ headers }: IncomingMessage) =>
  new Headers(Object.entries(headers).map(([name, value]) => [name, String(value)]))

/** Sends a GET request without a dialect. Rejects if no whole reply comes in time. */
export async function get(
  address: URL,
  withinMs: number,
): Promise<{ readonly status: number; readonly text: string }> {
  const headers = { connection: 'close' }
  const sent = { method: 'GET', url: address.href, headers, body: undefined }
  const response = await responseTo(sent, AbortSignal.timeout(withinMs))
  return { status: response.statusCode ?? 0, text: await bodyOf(response) }
}
