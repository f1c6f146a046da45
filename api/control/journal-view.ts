import type { ConnectionRecord } from '../journal/connection-record.ts'
import type { JournalEntry } from '../journal/entries.ts'
import { redactBytes, redactHeaders, redactText } from '../journal/redaction.ts'
import type { SentBody } from '../journal/sent-body.ts'
import { instantView } from '../views/instant-view.ts'
import { endingView } from './frame-view.ts'
import type * as contract from './journal-contract.ts'

/** Converts a journal entry to the control API's. */
export function entryView(entry: JournalEntry): contract.JournalEntry {
  const { id, kind, at, method, target, headers, body, clientLeft, faults } = entry
  const { connection, caused = [] } = entry
  return {
    id,
    kind,
    at: instantView(at),
    method,
    target: redactText(target),
    headers: redactHeaders(headers),
    ...bodyView(body),
    reply: replyView(entry),
    ...(clientLeft && { clientLeft }),
    faults: faults?.map((fault) => ({ ...fault })),
    stream: connection && streamView(connection),
    caused: caused.map(({ from, to }) => ({ from, to })),
  }
}

/** The body as sent, without secrets. */
export function bodyView(body: SentBody | undefined) {
  if (body === undefined) return {}
  if (typeof body === 'string') return { body: redactText(body) }
  return { body: redactBytes(body).toString('base64'), bodyEncoding: 'base64' as const }
}

const streamView = (connection: ConnectionRecord) => ({
  after: connection.after,
  position: connection.subscribed.position,
  sent: connection.sentCount,
  received: connection.receivedCount,
  dropped: connection.dropped,
  ...(connection.ended && { ended: endingView(connection.ended) }),
})

function replyView({ at, reply, replyHeaders = {}, replyBody }: JournalEntry) {
  return (
    reply && {
      at: instantView(reply.at),
      tookMs: reply.at - at,
      status: reply.status,
      headers: redactHeaders(replyHeaders),
      body: replyBody,
    }
  )
}
