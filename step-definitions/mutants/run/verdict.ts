import type { Mutant } from '../mutant.ts'
import type { RunResult } from './run-against.ts'
import type { EndedScenario } from './scenario-watch.ts'

/**
 * What became of a mutant. It is killed only by a scenario of a Rule that it breaks: one that makes
 * others fail, or takes for ever, was not caught for what it is. Nor is one in doubt, on which a
 * scenario that measures time failed once, and did not when it was played again.
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
  /** How many scenarios came to an end. */
  readonly scenarios: number
  /** Those of the Rules that it breaks, which failed. */
  readonly killers: readonly EndedScenario[]
  /** All others that failed. */
  readonly bystanders: readonly EndedScenario[]
  /** What the server did besides that a good one does not do. */
  readonly faults: readonly string[]
}

/** What a run of the specification says of a mutant. */
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

/** Whether a kill has to be seen again: every scenario that tells of it measures time. */
export const needsConfirmation = ({ outcome: fate, killers }: Verdict): boolean =>
  fate === 'killed' && killers.every(({ measuresTime }) => measuresTime)

/** The verdict after another look: it stands where a scenario that killed the mutant did so again. */
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

function outcomeOf(
  { aborted: brokenOff, faults }: RunResult,
  killers: number,
  failed: number,
): Outcome {
  if (killers > 0) return 'killed'
  if (brokenOff === 'took too long') return 'hung'
  if (brokenOff) return brokenOff
  return failed > 0 || faults.length > 0 ? 'caught elsewhere' : 'survived'
}
