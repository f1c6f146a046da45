import type { Chance, Clock } from '../../engine/index.ts'
import { createBreakpoints } from './breakpoints.ts'
import { createRequestFaults } from './fault-rules.ts'
import { createRaces } from './races.ts'

/** Creates the breakpoints, fault rules and races of a venue. All three are empty. */
export function createFaultInjection(clock: Clock, chance: Chance) {
  const breakpoints = createBreakpoints(clock, chance)
  const faults = createRequestFaults(clock, chance)
  return {
    breakpoints,
    faults,
    races: createRaces(clock, chance),
    /** Whether there are no breakpoints and no fault rules. */
    get isEmpty() {
      return breakpoints.size === 0 && faults.rules.size === 0
    },
  }
}
