import type { WatchedRun } from '../../run/watched-run.ts'
import type { ForeignServer } from './servers.ts'

/** How a run of the specification against a foreign server differs from what it should find. */
export interface Verdict {
  /** The Rules in which a scenario failed. */
  readonly broken: readonly string[]
  /** Each difference in a sentence; none if the verdict is as expected. */
  readonly differences: readonly string[]
}

/** Only Rules that ran count, so that a run of some features has a verdict too. */
export function verdictOn(
  { breaks, mayBreak = [] }: Pick<ForeignServer, 'breaks' | 'mayBreak'>,
  {
    scenarios,
    all,
    isLate,
    exitCode,
  }: Pick<WatchedRun, 'scenarios' | 'all' | 'isLate' | 'exitCode'>,
): Verdict {
  const ran = new Set(scenarios.map(({ rule }) => rule))
  const failed = scenarios.filter(({ failure }) => failure !== undefined)
  const broken = [...new Set(failed.map(({ rule }) => rule))]
  const missed = breaks.filter((rule) => ran.has(rule) && !broken.includes(rule))
  const blamed = failed.filter(({ rule }) => ![...breaks, ...mayBreak].includes(rule))
  const expectedCode = broken.length > 0 ? 1 : 0
  return {
    broken,
    differences: [
      ...(isLate ? ['it took too long'] : []),
      ...(all === 0 ? ['no scenario ran'] : []),
      ...(scenarios.length < all ? [`only ${scenarios.length} of ${all} scenarios ended`] : []),
      ...(exitCode === expectedCode ? [] : [`exit code ${exitCode} instead of ${expectedCode}`]),
      ...missed.map(
        (rule) =>
          `broken, but no scenario failed (if not judged, run it on an idle machine): ${rule}`,
      ),
      ...blamed.map(({ rule, scenario, failure }) => `blamed: ${rule} (${scenario}): ${failure}`),
    ],
  }
}
