import type { Mutant } from '../mutant.ts'
import type { Found } from './hold-against.ts'
import type { Ended } from './scenario-watch.ts'

/**
 * What became of a mutant. It is killed only by a scenario of a Rule that it breaks: one that makes
 * others fail, or takes for ever, was not caught for what it is.
 */
export const fates = ['killed', 'caught elsewhere', 'survived', 'hung', 'could not run'] as const
export type Fate = (typeof fates)[number]

export interface Verdict {
  readonly fate: Fate
  readonly seconds: number
  /** How many scenarios came to an end. */
  readonly scenarios: number
  /** Those of the Rules that it breaks, which failed. */
  readonly killers: readonly Ended[]
  /** All others that failed. */
  readonly bystanders: readonly Ended[]
  /** What the server did besides that a good one does not do. */
  readonly faults: readonly string[]
}

/** What a run of the specification says of a mutant. */
export function verdictOn({ breaks }: Pick<Mutant, 'breaks'>, found: Found): Verdict {
  const failed = found.scenarios.filter(({ failure }) => failure !== undefined)
  const isKiller = ({ feature, rule }: Ended) =>
    breaks.some((promised) => promised.feature === feature && promised.rule === rule)
  const killers = failed.filter(isKiller)
  return {
    fate: fateOf(found, killers.length, failed.length),
    seconds: found.seconds,
    scenarios: found.scenarios.length,
    killers,
    bystanders: failed.filter((ended) => !isKiller(ended)),
    faults: found.faults,
  }
}

function fateOf({ brokenOff, faults }: Found, killers: number, failed: number): Fate {
  if (killers > 0) return 'killed'
  if (brokenOff === 'took too long') return 'hung'
  if (brokenOff) return brokenOff
  return failed > 0 || faults.length > 0 ? 'caught elsewhere' : 'survived'
}
