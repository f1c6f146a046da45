import type { JournalEntry } from '../journal/entries.ts'
import type { Hearing } from '../journal/hearing.ts'
import { shownHeaders } from '../journal/redaction.ts'
import { instantView } from '../views/instant-view.ts'
import type * as contract from './journal-contract.ts'

/** An entry of a journal as the wire tells it. */
export function entryView(entry: JournalEntry): contract.JournalEntry {
  const { id, kind, at, method, target, headers, body, clientLeft, faults } = entry
  const { hearing, caused = [] } = entry
  return {
    id,
    kind,
    at: instantView(at),
    method,
    target,
    headers: shownHeaders(headers),
    body,
    reply: replyView(entry),
    ...(clientLeft && { clientLeft }),
    faults: faults?.map((met) => ({ ...met })),
    stream: hearing && streamView(hearing),
    caused: caused.map(({ from, to }) => ({ from, to })),
  }
}

const streamView = ({ after, subscribed, told, said, dropped, ended }: Hearing) => ({
  after,
  position: subscribed.position,
  told,
  said,
  dropped,
  ...(ended && { ended: { ...ended, at: instantView(ended.at) } }),
})

function replyView({ at, reply, replyHeaders = {}, replyBody }: JournalEntry) {
  return (
    reply && {
      at: instantView(reply.at),
      tookMs: reply.at - at,
      status: reply.status,
      headers: replyHeaders,
      body: replyBody,
    }
  )
}
