import type { IFilterablePickle } from '@cucumber/cucumber/api'
import { runsAlone } from '../support/in-time.ts'
import { isRealTime } from '../support/tags.ts'

/** Scenarios in the order in which they are best run. */
export const inTurn = (scenarios: readonly IFilterablePickle[]): IFilterablePickle[] =>
  scenarios.toSorted((a, b) => turnOf(a) - turnOf(b))

/**
 * Those that run alone come last: a worker that finds nothing to do beside one of them is never
 * asked again. The rows of tables, short and many, come before them, to fill the workers evenly.
 * Those that wait for real time come first, so that others run meanwhile; hooks.ts says how many at
 * a time.
 */
function turnOf({ pickle }: IFilterablePickle): number {
  if (runsAlone(pickle)) return 3
  if (isRealTime(pickle)) return 0
  return pickle.astNodeIds.length > 1 ? 2 : 1
}
