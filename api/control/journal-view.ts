import type { Change } from '../../engine/index.ts'
import type { JournalEntry } from '../journal/entries.ts'
import type { Hearing } from '../journal/hearing.ts'
import { shownHeaders } from '../journal/redaction.ts'
import { instantView } from '../views/instant-view.ts'
import { orderView } from '../views/order-view.ts'
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

const streamView = ({ after, subscribed, endedAt, said }: Hearing) => ({
  after,
  position: subscribed.position,
  ...(endedAt !== undefined && { endedAt: instantView(endedAt) }),
  said: [...said],
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

/** A change that a client was told. */
export const toldView = ({ event, order }: Change) => ({
  position: event.position,
  occurredAt: instantView(event.occurredAt),
  order: orderView(order),
})
