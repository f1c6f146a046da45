import type { Chance, Clock, SetupRecords } from '../../engine/index.ts'
import { createBreakpoints } from './breakpoints.ts'
import { createRequestFaults } from './fault-rules.ts'
import { createRaces } from './races.ts'

/** Creates the breakpoints, fault rules and races of a venue: those in `records`, or none. */
export function createFaultInjection(clock: Clock, chance: Chance, records?: SetupRecords) {
  const breakpoints = createBreakpoints(clock, chance, records)
  const faults = createRequestFaults(clock, chance, records)
  const races = createRaces(clock, chance, records)
  return {
    breakpoints,
    faults,
    races,
    /** Whether there are no rules. */
    get isEmpty() {
      return breakpoints.size === 0 && faults.rules.size === 0 && races.size === 0
    },
  }
}
