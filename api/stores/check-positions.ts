import { type OrderEvent, Superseded } from '../../engine/index.ts'

/** Throws Superseded if the events do not continue a log that ends at `end`. */
export function checkPositions(events: readonly OrderEvent[], end: number): void {
  const misplaced = events.find(({ position }, nth) => position !== end + 1 + nth)
  if (!misplaced) return
  throw new Superseded(
    `Position ${misplaced.position} does not continue the log, which ends at ${end}: another writer has changed it.`,
  )
}
