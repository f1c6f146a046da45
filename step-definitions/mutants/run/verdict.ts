import type { Mutant } from '../mutant.ts'
import type { RunResult } from './run-against.ts'
import type { EndedScenario } from './scenario-watch.ts'

/**
 * The possible outcomes for a mutant. Only a scenario of a Rule that it breaks kills it: if other scenarios
 * fail or the run hangs, the defect was found by accident. It is in doubt if the only scenarios that
 * killed it measure time, and did not fail again.
 */
export const outcomes = [
  'killed',
  'caught elsewhere',
  'in doubt',
  'survived',
  'hung',
  'could not run',
] as const
export type Outcome = (typeof outcomes)[number]

export interface Verdict {
  readonly outcome: Outcome
  readonly seconds: number
  /** The number of scenarios that ended. */
  readonly scenarios: number
  /** The failed scenarios of Rules that it breaks. */
  readonly killers: readonly EndedScenario[]
  /** All other failed scenarios. */
  readonly bystanders: readonly EndedScenario[]
  /** Errors that the server logged, and the like. */
  readonly faults: readonly string[]
}

/** The verdict on a mutant after one run. */
export function verdictOn({ breaks }: Pick<Mutant, 'breaks'>, found: RunResult): Verdict {
  const failed = found.scenarios.filter(({ failure }) => failure !== undefined)
  const isKiller = ({ feature, rule }: EndedScenario) =>
    breaks.some((broken) => broken.feature === feature && broken.rule === rule)
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

/** Whether a kill needs a second run, because every killer measures time. */
export const needsConfirmation = ({ outcome, killers }: Verdict): boolean =>
  outcome === 'killed' && killers.every(({ measuresTime }) => measuresTime)

/** The verdict after the second run: killed if one of the killers failed again, otherwise in doubt. */
export function confirmed(first: Verdict, again: Verdict): Verdict {
  const isKilledAgain = again.killers.some((killer) =>
    first.killers.some(
      ({ feature, rule, scenario }) =>
        killer.feature === feature && killer.rule === rule && killer.scenario === scenario,
    ),
  )
  const seconds = first.seconds + again.seconds
  return { ...first, seconds, outcome: isKilledAgain ? 'killed' : 'in doubt' }
}

function outcomeOf({ aborted, faults }: RunResult, killers: number, failed: number): Outcome {
  if (killers > 0) return 'killed'
  if (aborted === 'took too long') return 'hung'
  if (aborted) return aborted
  return failed > 0 || faults.length > 0 ? 'caught elsewhere' : 'survived'
}
