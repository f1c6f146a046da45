import { isRefusal, matchesPattern, type Ticket, type Venue } from '../../engine/index.ts'
import { pathOf } from '../contract/request-target.ts'
import type { JournalEntry } from './entries.ts'
import type { Journal } from './journal.ts'
import { shownText } from './redaction.ts'
import { type SentBody, textOf } from './sent-body.ts'

/** Which entries are meant: those that fit all that is said. */
export interface JournalSearch {
  /** Only later ones. */
  readonly after?: number | undefined
  readonly kind?: JournalEntry['kind'] | undefined
  readonly method?: string | undefined
  /** A pattern for the path without its query: `*` stands for anything, `?` for one character. */
  readonly path?: string | undefined
  readonly status?: number | undefined
  /** About an order of this id. */
  readonly orderId?: string | undefined
  /** About an order that bears this name, or is asked to. */
  readonly clientOrderId?: string | undefined
  /** About an order of this symbol. */
  readonly symbol?: string | undefined
}

/** The entries of a venue's journal that are meant, oldest first. */
export function* search(
  journal: Journal,
  venue: Venue,
  wanted: JournalSearch,
): Generator<JournalEntry> {
  for (const entry of journal.after(wanted.after ?? 0)) {
    if (fitsRequest(entry, wanted) && fitsOrder(entry, venue, wanted)) yield entry
  }
}

const fitsRequest = (entry: JournalEntry, wanted: JournalSearch): boolean =>
  (wanted.kind ?? entry.kind) === entry.kind &&
  (wanted.method ?? entry.method) === entry.method &&
  (wanted.status === undefined || wanted.status === entry.reply?.status) &&
  (wanted.path === undefined || matchesPattern(wanted.path, shownPath(entry)))

/** A search finds only what is shown: else it could guess a secret character by character. */
const shownPath = ({ target }: JournalEntry) => pathOf(shownText(target))

function fitsOrder(entry: JournalEntry, venue: Venue, wanted: JournalSearch): boolean {
  const { orderId, clientOrderId, symbol } = wanted
  if ((orderId ?? clientOrderId ?? symbol) === undefined) return true
  const order = orderOf(entry, venue)
  return (
    (orderId ?? order.orderId) === order.orderId &&
    (clientOrderId ?? order.clientOrderId) === order.clientOrderId &&
    (symbol ?? order.symbol) === order.symbol
  )
}

/** As a trader spells it, or whoever plays the market. */
const pathOfAnOrder = /^(?:\/venues\/[^/]+)?\/orders\/([^/]+)/

/** Which order a request is about, as far as that is known. */
interface OrderAsked {
  readonly orderId: string | undefined
  readonly clientOrderId: string | undefined
  readonly symbol: string | undefined
}

/** The order that its path names, or that was made of its ticket or stood in the way of that. */
function orderOf(entry: JournalEntry, venue: Venue): OrderAsked {
  const named = pathOfAnOrder.exec(shownPath(entry))?.[1]
  if (named === undefined)
    return { orderId: textIn(entry.replyBody, 'orderId'), ...ticketIn(entry) }
  const order = venue.find(named)
  const { clientOrderId, symbol } = isRefusal(order) ? ({} as Partial<Ticket>) : order.ticket
  return { orderId: named, clientOrderId, symbol }
}

const ticketIn = ({ body }: JournalEntry) => ({
  symbol: textIn(body, 'symbol'),
  clientOrderId: textIn(body, 'clientOrderId'),
})

/** A text in a JSON object; undefined where there is none, or no JSON. */
function textIn(body: SentBody | undefined, field: string): string | undefined {
  const text = body === undefined ? '' : textOf(body)
  if (!text.startsWith('{')) return undefined
  try {
    const value: unknown = JSON.parse(text)[field]
    return typeof value === 'string' ? value : undefined
  } catch {
    return undefined
  }
}
