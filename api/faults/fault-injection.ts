import type { Chance, Clock } from '../../engine/index.ts'
import { type Breakpoints, createBreakpoints } from './breakpoints.ts'
import { createRequestFaults, type RequestFaults } from './fault-rules.ts'
import { createRaces, type Races } from './races.ts'

/** Breakpoints, fault rules and races of a venue. */
export interface FaultInjection {
  readonly breakpoints: Breakpoints
  readonly faults: RequestFaults
  readonly races: Races
  /** Whether there are no breakpoints and no fault rules. */
  readonly isEmpty: boolean
}

/** Creates the fault injection of a venue, without any rules. */
export function createFaultInjection(clock: Clock, chance: Chance): FaultInjection {
  const breakpoints = createBreakpoints(clock, chance)
  const faults = createRequestFaults(clock, chance)
  return {
    breakpoints,
    faults,
    races: createRaces(clock, chance),
    get isEmpty() {
      return breakpoints.size === 0 && faults.rules.size === 0
    },
  }
}
