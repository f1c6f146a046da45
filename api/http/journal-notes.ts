/** What the journal of a venue keeps of a request. */
import type { IncomingHttpHeaders } from 'node:http'
import type { Context } from 'hono'
import type { Venue } from '../../engine/index.ts'
import { ConnectionRecord, type RecordedSubscription } from '../journal/connection-record.ts'
import { addEffects, type JournalEntry } from '../journal/entries.ts'
import type { ReplyRecord, RequestRecord } from '../journal/journal.ts'
import { noVerdicts, type RuleVerdicts } from '../journal/rule-verdicts.ts'
import { decode } from '../journal/sent-body.ts'
import { type ApiEnv, statusOf } from './reply.ts'
import { requestHeaders } from './request-headers.ts'

/** What the journal keeps of a request when it arrives. */
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

/** The path and query of a target, which may include a host (RFC 9112, section 3.2.2). */
function targetOf(url: string): string {
  if (url.startsWith('/')) return url
  const { pathname, search } = new URL(url)
  return pathname + search
}

/**
 * What the journal keeps when the request is answered. Omits a long body if the request was refused,
 * because it would evict entries of accepted ones.
 */
export function replyRecord(c: Context<ApiEnv>): ReplyRecord {
  const status = statusOf(c)
  const body = cachedBytes(c)
  return {
    status,
    clientLeft: c.env?.incoming?.socket.destroyed ?? false,
    body: status < 400 ? body : body?.then(shortOrEmpty),
  }
}

/** The body, if it has been read as bytes. Hono types its cache as `any` promises. */
const cachedBytes = (c: Context<ApiEnv>) =>
  c.req.bodyCache.arrayBuffer as Promise<ArrayBuffer> | undefined

const shortOrEmpty = (bytes: ArrayBuffer) =>
  bytes.byteLength <= maxShortBytes ? bytes : new ArrayBuffer()

const maxShortBytes = 16 * 1024

/**
 * Starts to read a body whose announced length is at most that of a ticket, so that the journal
 * shows it even if the request is held or refused. Later readers get the same text. A body that
 * waits for `100 Continue` is not read: reading it would send the 100 before the request is
 * checked.
 */
function shortBodyOf(c: Context<ApiEnv>): Promise<ArrayBuffer> | undefined {
  const { 'content-length': length = '0', expect } = requestHeaders(c)
  const isShort = Number(length) > 0 && Number(length) <= maxShortBytes
  return isShort && expect === undefined ? bodyBytes(c) : undefined
}

/**
 * Reads a body as bytes. Call it before the text is read, because the text does not preserve the
 * bytes. Later reads of the text decode these bytes.
 */
export function bodyBytes(c: Context<ApiEnv>): Promise<ArrayBuffer> {
  const cached = cachedBytes(c)
  if (cached) return cached
  const bytes = c.req.arrayBuffer()
  const text = bytes.then(decode)
  // A broken body is reported by the readers of its text.
  text.catch(() => {})
  // Hono would decode the bytes for every reader.
  Object.assign(c.req.bodyCache, { text })
  return bytes
}

/** Runs a command and records in the journal which events it caused. */
export function recordEffects<T>(c: Context<ApiEnv>, command: (venue: Venue) => T): T {
  const { venue } = c.get('hosted')
  const after = venue.position
  const result = command(venue)
  const entry = c.get('entry')
  if (entry) addEffects(entry, after, venue.position)
  return result
}

/** Where to tell what became of each rule; undefined without a journal, or while there is no rule. */
export function tellOf(c: Context<ApiEnv>): RuleVerdicts['add'] | undefined {
  const why = c.get('entry')?.why
  return why === noVerdicts ? undefined : why?.add
}

/** Starts the journal's record of a stream connection; undefined without a journal. */
export function startConnectionRecord(
  c: Context<ApiEnv>,
  subscription: RecordedSubscription,
): ConnectionRecord | undefined {
  const { journal, time } = c.get('hosted')
  // `resolveVenue` created it, so it is an entry of this journal.
  const entry = c.get('entry') as JournalEntry | undefined
  if (!entry) return undefined
  entry.connection = new ConnectionRecord(subscription, time.clock, () => journal?.weigh(entry))
  return entry.connection
}
