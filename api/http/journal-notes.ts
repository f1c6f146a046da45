/** How a request gets into the journal of its venue, where there is one. */
import type { IncomingHttpHeaders } from 'node:http'
import type { Context } from 'hono'
import { ConnectionRecord, type RecordedSubscription } from '../journal/connection-record.ts'
import { addEffects, type JournalEntry } from '../journal/entries.ts'
import type { ReplyRecord, RequestRecord } from '../journal/journal.ts'
import { decode } from '../journal/sent-body.ts'
import { type ApiEnv, statusOf } from './reply.ts'
import { requestHeaders } from './request-headers.ts'

/** What is kept of a request when it arrives. */
export const requestRecord = (c: Context<ApiEnv>, kind: RequestRecord['kind']): RequestRecord => ({
  kind,
  method: c.req.method,
  target: targetOf(c.env?.incoming?.url ?? c.req.url),
  headers: sentHeaders(c),
  body: shortBodyOf(c),
})

/** The headers with Host as it was sent: the server changes the spelling of an IPv6 address there. */
function sentHeaders(c: Context<ApiEnv>): IncomingHttpHeaders {
  const headers = requestHeaders(c)
  const sent = c.env?.incoming?.rawHeaders
  if (!sent || !headers.host?.startsWith('[')) return headers
  const at = sent.findIndex((text, index) => index % 2 === 0 && text.toLowerCase() === 'host')
  return { ...headers, host: sent[at + 1] }
}

/** A target may name the host as well (RFC 9112, section 3.2.2), which says nothing here. */
function targetOf(url: string): string {
  if (url.startsWith('/')) return url
  const { pathname, search } = new URL(url)
  return pathname + search
}

/** What is kept of it when it is answered. Of what is refused no long body: it would drive out what was done. */
export function replyRecord(c: Context<ApiEnv>): ReplyRecord {
  const status = statusOf(c)
  const body = c.req.bodyCache.arrayBuffer as Promise<ArrayBuffer> | undefined
  return {
    status,
    clientLeft: c.env?.incoming?.socket.destroyed ?? false,
    body: status < 400 ? body : body?.then(shortOrNone),
  }
}

const shortOrNone = (bytes: ArrayBuffer) =>
  bytes.byteLength <= mostShortBytes ? bytes : new ArrayBuffer()

const mostShortBytes = 16 * 1024

/**
 * Reads a body at once if its announced length is at most that of a ticket: the journal shows it even
 * if the request is held or refused. Later readers get the same text. A body that the client holds back
 * until `100 Continue` is not read here, since the server sends none to a request that it refuses.
 */
function shortBodyOf(c: Context<ApiEnv>): Promise<ArrayBuffer> | undefined {
  const { 'content-length': length = '0', expect } = requestHeaders(c)
  const isShort = Number(length) > 0 && Number(length) <= mostShortBytes
  return isShort && expect === undefined ? bodyBytes(c) : undefined
}

/**
 * Reads a body as bytes. Later reads of its text get the text of these bytes. Call it before the text
 * is read: the bytes cannot be had from the text.
 */
export function bodyBytes(c: Context<ApiEnv>): Promise<ArrayBuffer> {
  const known = c.req.bodyCache.arrayBuffer as Promise<ArrayBuffer> | undefined
  if (known) return known
  const bytes = c.req.arrayBuffer()
  const text = bytes.then(decode)
  // A body that breaks off is reported by those who need its text.
  text.catch(() => {})
  // Hono would decode it anew for each reader.
  Object.assign(c.req.bodyCache, { text })
  return bytes
}

/**
 * Has a request act in its venue, and notes what that did. A command is done when it has given its
 * promise, so `after`, the position before it, is what stands to the left of it:
 * `caused(c, venue.position, venue.place(ticket))`.
 */
export function recordEffects<T>(
  c: Context<ApiEnv>,
  after: number,
  command: Promise<T>,
): Promise<T> {
  const entry = c.get('entry')
  if (entry) addEffects(entry, after, c.get('hosted').venue.position)
  return command
}

/** What is kept of what its client hears from now on; undefined where no journal is kept. */
export function startConnectionRecord(
  c: Context<ApiEnv>,
  wanted: RecordedSubscription,
): ConnectionRecord | undefined {
  const { journal, time } = c.get('hosted')
  // Of one who came through the door of a venue, and so the journal's own.
  const entry = c.get('entry') as JournalEntry | undefined
  if (!entry) return undefined
  entry.connection = new ConnectionRecord(wanted, time.clock, () => journal?.weigh(entry))
  return entry.connection
}
