import type { Change, Instant, Order, Venue } from '../../engine/index.ts'

/** How far a client's subscription has come. */
interface Subscribed {
  /** Every event up to here has been considered, and told if it was wanted. */
  readonly position: number
}

/**
 * What a client was told on its stream and what it said. Told was every event after one position,
 * up to another, that was wanted: it is read from the log when somebody asks, so that however many
 * listen, nothing is written down for each of them.
 */
export interface Hearing {
  readonly after: number
  /** Which orders it wanted to hear of. */
  readonly lets: (order: Order) => boolean
  subscribed: Subscribed
  /** When the connection ended; undefined while it has not. */
  endedAt?: Instant
  /** The messages that the client sent, which the stream takes no notice of: the first hundred. */
  readonly said: string[]
  /** Has the journal take in that it weighs more. */
  readonly onSaid?: () => void
}

/** Begins to keep what a client that wants this is told. */
export const beginHearing = ({ after, filter }: Wanted, onSaid: () => void): Hearing => ({
  after,
  lets: filter.lets,
  subscribed: { position: after },
  said: [],
  onSaid,
})

/** What a client wants to hear. */
export interface Wanted {
  readonly after: number
  readonly filter: { lets(order: Order): boolean }
}

const mostSaid = 100

/** Keeps a message that the client sent. */
export function keepSaid({ said, onSaid }: Hearing, message: string): void {
  if (said.length >= mostSaid) return
  said.push(message)
  onSaid?.()
}

/** Keeps how far it came, and lets go of what led there. */
export function endHearing(hearing: Hearing, endedAt: Instant): void {
  hearing.endedAt = endedAt
  hearing.subscribed = { position: hearing.subscribed.position }
}

/** How many events are looked through at a time. */
const eventsAtOnce = 1000

/** What a client was told after a position, oldest first. */
export function* toldTo(
  { after: start, lets, subscribed }: Hearing,
  venue: Venue,
  after: number,
): Generator<Change> {
  const end = subscribed.position
  let position = Math.max(start, after)
  while (position < end) {
    const changes = venue.changes(position, Math.min(eventsAtOnce, end - position))
    for (const change of changes) if (lets(change.order)) yield change
    position += changes.length
  }
}
