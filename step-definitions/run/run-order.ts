import type { IFilterablePickle } from '@cucumber/cucumber/api'
import { needsFewNeighbours, runsAlone } from '../support/in-time.ts'
import { requestsAtOnce } from '../support/settings.ts'
import { isInTime, isQuiet, isRealTime, needsManyAtOnce, type Tagged } from '../support/tags.ts'

/**
 * What a scenario needs:
 * - `cpu`: a CPU core
 * - `waiting`: mostly waits
 * - `inTime`: must act in time, so few others may be running when it starts
 * - `quiet`: measures time, so it starts only while no `cpu` runs
 * - `alone`: runs alone
 */
export type Demand = 'cpu' | 'waiting' | 'inTime' | 'quiet' | 'alone'

/** The order in which to start scenarios, by what they need. */
export const runOrder: readonly Demand[] = ['cpu', 'waiting', 'inTime', 'quiet', 'alone']

/** An `inTime` scenario starts only while fewer than this many others run. */
const maxRunning = 4

export function demandOf(scenario: Tagged): Demand {
  if (runsAlone(scenario)) return 'alone'
  if (isQuiet(scenario)) return 'quiet'
  if (needsFewNeighbours(scenario)) return 'inTime'
  return isRealTime(scenario) ? 'waiting' : 'cpu'
}

/**
 * Whether a scenario may start while others are running. A target that serves few requests at once
 * gets one scenario at a time.
 */
export function canStart(next: Demand, running: readonly Demand[]): boolean {
  if (running.length === 0) return true
  if (requestsAtOnce() !== Number.POSITIVE_INFINITY) return false
  if (next === 'alone' || running.includes('alone')) return false
  if (next === 'inTime') return running.length < maxRunning
  return next !== 'quiet' || !running.includes('cpu')
}

/**
 * Sorts scenarios so that workers and CPU cores stay busy.
 *
 * Cucumber stops a worker as soon as it has nothing that may start. So `cpu` comes first, and in it
 * rows of outlines last: they are short and fill the workers evenly. `waiting` may start beside the
 * last of them. `inTime` follows when few are running, and `quiet` when no `cpu` is: first those of
 * many requests, which take longest. `alone` ends the run.
 *
 * Some scenarios that mostly wait start between those of `cpu`, so that cores do not idle at the end.
 */
export function inRunOrder(scenarios: readonly IFilterablePickle[]): IFilterablePickle[] {
  const ranked = scenarios.toSorted((a, b) => rankOf(a) - rankOf(b))
  const { early = [], cpu = [], later = [] } = Object.groupBy(ranked, phaseOf)
  return [...spread(early, cpu), ...later]
}

function phaseOf({ pickle }: IFilterablePickle): 'early' | 'cpu' | 'later' {
  const demand = demandOf(pickle)
  if (demand === 'cpu') return 'cpu'
  return demand === 'waiting' && !isRow(pickle) && !isInTime(pickle) ? 'early' : 'later'
}

/** Distributes the scenarios of one list evenly over another. */
function spread<T>(some: readonly T[], others: readonly T[]): T[] {
  const placed = [some, others].flatMap((list) =>
    list.map((one, nth) => ({ one, place: (nth + 0.5) / list.length })),
  )
  return placed.toSorted((a, b) => a.place - b.place).map(({ one }) => one)
}

function rankOf({ pickle }: IFilterablePickle): number {
  const demand = demandOf(pickle)
  const isLate = demand === 'cpu' ? isRow(pickle) : demand === 'quiet' && !needsManyAtOnce(pickle)
  return runOrder.indexOf(demand) + (isLate ? 0.5 : 0)
}

/** Whether a scenario is a row of an outline. */
const isRow = ({ astNodeIds }: IFilterablePickle['pickle']) => astNodeIds.length > 1
