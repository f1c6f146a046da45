import type { IFilterablePickle } from '@cucumber/cucumber/api'
import { needsFewNeighbours, runsAlone } from '../support/in-time.ts'
import { isQuiet, isRealTime, type Tagged } from '../support/tags.ts'

/**
 * What a scenario needs:
 * - `core`: a CPU core
 * - `time`: mostly waits
 * - `place`: must act in time, so few scenarios may run in all
 * - `quiet`: measures time, so no `core` may run beside it
 * - `everything`: runs alone
 */
export type Demand = 'core' | 'time' | 'place' | 'quiet' | 'everything'

/** The order in which to start scenarios, by what they need. */
export const runOrder: readonly Demand[] = ['core', 'time', 'place', 'quiet', 'everything']

/**
 * With a `place`, at most this many scenarios run: as many as there are workers if the clock is
 * held.
 */
const places = 4

export function demandOf(scenario: Tagged): Demand {
  if (runsAlone(scenario)) return 'everything'
  if (isQuiet(scenario)) return 'quiet'
  if (needsFewNeighbours(scenario)) return 'place'
  return isRealTime(scenario) ? 'time' : 'core'
}

/** Whether a scenario may start while others are running. */
export function canStart(next: Demand, running: readonly Demand[]): boolean {
  if (running.length === 0) return true
  if (next === 'everything' || running.includes('everything')) return false
  if (next === 'place') return running.length < places
  return next !== 'quiet' || !running.includes('core')
}

/** Sorts scenarios so that workers stay busy. */
export const inRunOrder = (scenarios: readonly IFilterablePickle[]): IFilterablePickle[] =>
  scenarios.toSorted((a, b) => rankOf(a) - rankOf(b))

/**
 * Cucumber gives a worker that may start nothing no further scenario, so the order must never leave
 * one idle too early. `core` comes first, and in it rows of outlines last: they are short and fill
 * the workers evenly. `time` may start beside the last of them. `place` follows when few are
 * running, and `quiet` when no `core` is. `everything` ends the run.
 */
function rankOf({ pickle }: IFilterablePickle): number {
  const rank = runOrder.indexOf(demandOf(pickle))
  return pickle.astNodeIds.length > 1 ? rank + 0.5 : rank
}
