/** What tests of the stream share: something that happens. */
import type { Venue } from '../../../engine/index.ts'

interface At {
  readonly venue: Venue
}

/** Places orders at the same moment. */
export const place = ({ venue }: At, count = 1, symbol = 'EURUSD') =>
  Promise.all(
    Array.from({ length: count }, () => venue.place({ symbol, side: 'BUY', quantity: 1000 })),
  )

/** Places orders by the hundreds, so that those who listen can keep up. */
export async function placeMany(at: At, count: number): Promise<void> {
  for (let placed = 0; placed < count; placed += 500) {
    await place(at, 500)
    await new Promise(setImmediate)
  }
}

/** How far a venue's history has been read from its log. */
export function watchReading({ venue }: At): () => number {
  const { changes } = venue
  let read = 0
  Object.assign(venue, {
    changes(after: number, limit: number) {
      read = Math.max(read, after)
      return changes(after, limit)
    },
  } satisfies Partial<Venue>)
  return () => read
}

/** Waits until nothing more is read from the log; how far it has been read then. */
export async function whereReadingStops(read: () => number): Promise<number> {
  for (let before = -1; read() > before; ) {
    before = read()
    for (let turn = 0; turn < 500; turn++) await new Promise(setImmediate)
  }
  return read()
}
