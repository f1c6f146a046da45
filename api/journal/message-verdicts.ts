import type { RuleVerdicts } from './rule-verdicts.ts'

const maxMessages = 1000
const maxVerdicts = 10_000

export type MessageVerdicts = ReturnType<typeof createMessageVerdicts>

/**
 * Creates an empty list of what became of the stream faults for each message. Messages while there was no rule
 * are not in it. It holds the last 1,000 messages, or fewer if they have 10,000 verdicts.
 */
export function createMessageVerdicts() {
  const byPosition = new Map<number, RuleVerdicts>()
  let count = 0
  /** Messages up to this position may have been dropped. */
  let droppedTo = 0

  function drop(): void {
    // Positions are added in order.
    const [[position, verdicts] = []] = byPosition
    if (position === undefined || !verdicts) return
    byPosition.delete(position)
    count -= verdicts.all.length
    droppedTo = position
  }

  return {
    /** Adds the verdicts on the message about a position. They must be complete. */
    add(position: number, verdicts: RuleVerdicts): void {
      byPosition.set(position, verdicts)
      count += verdicts.all.length
      while (byPosition.size > maxMessages || (count > maxVerdicts && byPosition.size > 1)) drop()
    },
    /** The verdicts on a message. Undefined: there was no rule. `dropped`: it is no longer known. */
    of: (position: number): RuleVerdicts | 'dropped' | undefined =>
      byPosition.get(position) ?? (position <= droppedTo ? 'dropped' : undefined),
  }
}
