import { CommitFailed, type OrderEvent } from '../../engine/index.ts'

/** Throws a CommitFailed if the events do not continue a log that ends at `end`. */
export function checkPositions(events: readonly OrderEvent[], end: number): void {
  const misplaced = events.find(({ position }, nth) => position !== end + 1 + nth)
  if (!misplaced) return
  throw new CommitFailed(
    `Position ${misplaced.position} does not continue the log, which ends at ${end}: another writer has changed it.`,
    'not-recorded',
  )
}
