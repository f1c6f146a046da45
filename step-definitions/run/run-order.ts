import type { IFilterablePickle } from '@cucumber/cucumber/api'
import { needsFewNeighbours, runsAlone } from '../support/in-time.ts'
import { isQuiet, isRealTime, type Tagged } from '../support/tags.ts'

/**
 * What a scenario asks of the machine: nearly nothing, and that as little goes on beside it as can
 * be; mostly time; a core; one of a few places; or all there is.
 */
export type Demand = 'quiet' | 'time' | 'core' | 'place' | 'everything'

/** In the order in which they are best met. */
export const runOrder: readonly Demand[] = ['core', 'time', 'place', 'quiet', 'everything']

/** So many scenarios at once are few: as many as there are workers where time is held. */
const few = 4

export function demandOf(scenario: Tagged): Demand {
  if (runsAlone(scenario)) return 'everything'
  if (isQuiet(scenario)) return 'quiet'
  if (needsFewNeighbours(scenario)) return 'place'
  return isRealTime(scenario) ? 'time' : 'core'
}

/** Whether a scenario may begin while others are running. */
export function canStart(next: Demand, running: readonly Demand[]): boolean {
  if (running.length === 0) return true
  if (next === 'everything' || running.includes('everything')) return false
  if (next === 'place') return running.length < few
  return next !== 'quiet' || !running.includes('core')
}

/** Scenarios in the order in which they are best run. */
export const inRunOrder = (scenarios: readonly IFilterablePickle[]): IFilterablePickle[] =>
  scenarios.toSorted((a, b) => turnOf(a) - turnOf(b))

/**
 * A worker that finds nothing that may begin is never asked again. So those that need a core come first,
 * of these the rows of tables, short and many, last, to fill the workers evenly; then those that only
 * wait, which may begin beside the last of them; then those that want a place, when the crowd has
 * gone; then the quiet ones, when nobody is in a hurry any more, nor new to the work. Those that want
 * everything end the run.
 */
function turnOf({ pickle }: IFilterablePickle): number {
  const turn = runOrder.indexOf(demandOf(pickle))
  return pickle.astNodeIds.length > 1 ? turn + 0.5 : turn
}
