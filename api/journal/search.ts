import { isRefusal, matchesPattern, type Ticket, type Venue } from '../../engine/index.ts'
import { pathOf } from '../contract/request-target.ts'
import type { JournalEntry } from './entries.ts'
import type { Journal } from './journal.ts'
import { redactText } from './redaction.ts'
import { type SentBody, textOf } from './sent-body.ts'

/** Criteria for journal entries. An entry must meet all of them. */
export interface JournalSearch {
  /** Only entries after this id. */
  readonly after?: number | undefined
  readonly kind?: JournalEntry['kind'] | undefined
  readonly method?: string | undefined
  /** A pattern for the path without its query: `*` matches any text, `?` one character. */
  readonly path?: string | undefined
  readonly status?: number | undefined
  /** The id of the order that the request is about. */
  readonly orderId?: string | undefined
  /** The clientOrderId of that order, or of the ticket. */
  readonly clientOrderId?: string | undefined
  /** The symbol of that order, or of the ticket. */
  readonly symbol?: string | undefined
}

/** Finds entries of a venue's journal, oldest first. */
export function* search(
  journal: Journal,
  venue: Venue,
  criteria: JournalSearch,
): Generator<JournalEntry> {
  for (const entry of journal.after(criteria.after ?? 0)) {
    if (matchesRequest(entry, criteria) && matchesOrder(entry, venue, criteria)) yield entry
  }
}

const matchesRequest = (entry: JournalEntry, criteria: JournalSearch): boolean =>
  (criteria.kind ?? entry.kind) === entry.kind &&
  (criteria.method ?? entry.method) === entry.method &&
  (criteria.status === undefined || criteria.status === entry.reply?.status) &&
  (criteria.path === undefined || matchesPattern(criteria.path, shownPath(entry)))

/** The redacted path. A search over secrets could guess them character by character. */
const shownPath = ({ target }: JournalEntry) => pathOf(redactText(target))

function matchesOrder(entry: JournalEntry, venue: Venue, criteria: JournalSearch): boolean {
  const { orderId, clientOrderId, symbol } = criteria
  if ((orderId ?? clientOrderId ?? symbol) === undefined) return true
  const order = orderSubject(entry, venue)
  return (
    (orderId ?? order.orderId) === order.orderId &&
    (clientOrderId ?? order.clientOrderId) === order.clientOrderId &&
    (symbol ?? order.symbol) === order.symbol
  )
}

/** The path of an order in the trading API or the control API. */
const orderPath = /^(?:\/venues\/[^/]+)?\/orders\/([^/]+)/

/**
 * The order that a request is about, as far as it is known: the order in the path, else the order in
 * the reply with the values of the request's ticket.
 */
function orderSubject(
  entry: JournalEntry,
  venue: Venue,
): Pick<JournalSearch, 'orderId' | 'clientOrderId' | 'symbol'> {
  const orderId = orderPath.exec(shownPath(entry))?.[1]
  if (orderId === undefined) {
    return {
      orderId: textIn(entry.replyBody, 'orderId'),
      clientOrderId: textIn(entry.body, 'clientOrderId'),
      symbol: textIn(entry.body, 'symbol'),
    }
  }
  const order = venue.find(orderId)
  const { clientOrderId, symbol }: Partial<Ticket> = isRefusal(order) ? {} : order.ticket
  return { orderId, clientOrderId, symbol }
}

/** A string member of a JSON object; undefined if there is none, or if the body is not JSON. */
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
