import type { Chance, Clock } from '../../engine/index.ts'
import { type Breakpoints, createBreakpoints } from './breakpoints.ts'
import { createRequestFaults, type RequestFaults } from './fault-rules.ts'
import { createRaces, type Races } from './races.ts'

/** What is staged for the requests of a venue when they come to their commit. */
export interface FaultInjection {
  readonly breakpoints: Breakpoints
  readonly faults: RequestFaults
  readonly races: Races
  /** Whether every request goes by without meeting a breakpoint or a fault. */
  readonly isEmpty: boolean
}

/** Creates the staging of a venue, with nothing staged yet. */
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
