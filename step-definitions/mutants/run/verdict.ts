import type { EndedScenario } from '../../run/scenario-watch.ts'
import type { Mutant } from '../mutant.ts'
import type { RunResult } from './run-against.ts'

/**
 * The verdicts on a mutant. Only a failing scenario of a Rule that the mutant breaks kills it: a
 * mutant that hangs, or fails other scenarios, is not killed by that. It is unconfirmed if only a
 * scenario that measures time failed, and passed in a second run.
 */
export const outcomes = [
  'killed',
  'caught elsewhere',
  'unconfirmed',
  'survived',
  'hung',
  'could not run',
] as const
export type Outcome = (typeof outcomes)[number]

export interface Verdict {
  readonly outcome: Outcome
  readonly seconds: number
  /** How many scenarios finished. */
  readonly scenarios: number
  /** The failed scenarios of Rules that it breaks. */
  readonly killers: readonly EndedScenario[]
  /** All other failed scenarios. */
  readonly bystanders: readonly EndedScenario[]
  /** What the server did wrong besides, such as logging an error. */
  readonly faults: readonly string[]
}

/** The verdict of a run on a mutant. */
export function verdictOn({ breaks }: Pick<Mutant, 'breaks'>, found: RunResult): Verdict {
  const failed = found.scenarios.filter(({ failure }) => failure !== undefined)
  const isKiller = ({ feature, rule }: EndedScenario) =>
    breaks.some((promised) => promised.feature === feature && promised.rule === rule)
  const killers = failed.filter(isKiller)
  return {
    outcome: outcomeOf(found, killers.length, failed.length),
    seconds: found.seconds,
    scenarios: found.scenarios.length,
    killers,
    bystanders: failed.filter((ended) => !isKiller(ended)),
    faults: found.faults,
  }
}

/** Whether a kill needs a second run: every scenario that killed it measures time. */
export const needsConfirmation = ({ outcome, killers }: Verdict): boolean =>
  outcome === 'killed' && killers.every(({ measuresTime }) => measuresTime)

/** The verdict after the second run: killed if one of the same scenarios failed again. */
export function confirmed(first: Verdict, again: Verdict): Verdict {
  const isKilledAgain = again.killers.some((killer) =>
    first.killers.some(
      ({ feature, rule, scenario }) =>
        killer.feature === feature && killer.rule === rule && killer.scenario === scenario,
    ),
  )
  const seconds = first.seconds + again.seconds
  return { ...first, seconds, outcome: isKilledAgain ? 'killed' : 'unconfirmed' }
}

function outcomeOf({ brokenOff, faults }: RunResult, killers: number, failed: number): Outcome {
  // An edit that uses an unknown name breaks the server, not a promise.
  if (faults.some((fault) => fault.includes('ReferenceError'))) return 'could not run'
  if (killers > 0) return 'killed'
  if (brokenOff === 'took too long') return 'hung'
  if (brokenOff) return brokenOff
  return failed > 0 || faults.length > 0 ? 'caught elsewhere' : 'survived'
}
