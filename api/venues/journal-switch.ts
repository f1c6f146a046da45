import type { Clock, SetupRecords } from '../../engine/index.ts'
import { createJournal, type Journal } from '../journal/journal.ts'

const recordName = 'journal'

/**
 * The journal of a venue, which can be switched on and off while the venue is open. The last setting is
 * kept in `records`.
 */
export function createJournalSwitch(clock: Clock, isOn = false, records?: SetupRecords) {
  // Written by `set`.
  const changed = records?.get(recordName) as boolean | undefined
  let current: Journal | undefined = (changed ?? isOn) ? createJournal(clock) : undefined
  return {
    /** Undefined while the venue keeps none. */
    get current() {
      return current
    },
    /** Starts a journal, which lacks what happened before, or drops the journal with its entries. */
    set(on: boolean): void {
      records?.set(recordName, on)
      if (on) current ??= createJournal(clock, { isLate: true })
      else current = undefined
    },
  }
}
