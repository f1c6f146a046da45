import type { Order, Problem } from '../../api/contract/orders.ts'
import type { OrderMessage } from '../../api/contract/stream.ts'
import type { Reply } from './client.ts'
import type { DelayRange } from './delay-range.ts'

/*
 * Checks that a published description cannot express, because each compares two values.
 */

/** How late the target's times may be: its timers may fire late. */
const lateMs = 1000

/** How early they may be: the target's clock may be adjusted in between. */
const earlyMs = ({ shortestMs }: DelayRange) => Math.min(100, shortestMs / 10)

/** How a problem contradicts its reply; empty if it does not. */
export function faultsOfProblem({ path, status }: Reply, problem: Partial<Problem>): string[] {
  const faults = (['type', 'title', 'detail', 'instance'] as const)
    .filter((name) => !problem[name]?.trim())
    .map((name) => `its ${name} is empty`)
  if (problem.status !== status) faults.push(`its status is ${problem.status}`)
  if (problem.instance && pathOf(problem.instance) !== pathOf(path)) {
    faults.push(`its instance is ${problem.instance}`)
  }
  if (problem.errors?.length === 0) faults.push('its list of errors is empty')
  if (problem.errors?.some(({ message }) => !message?.trim()))
    faults.push('an error has no message')
  return faults
}

/** How the times of an order contradict the execution delay; empty if they do not. */
export function faultsOfTimes(order: Order, executionDelay: DelayRange): string[] {
  const afterMs = Date.parse(timeOfLastChange(order)) - Date.parse(order.placedAt)
  const soonestMs = executionDelay.shortestMs - earlyMs(executionDelay)
  const latestMs = executionDelay.longestMs + lateMs
  switch (order.orderStatus) {
    case 'PENDING':
      return []
    case 'EXECUTED':
      if (afterMs >= soonestMs && afterMs <= latestMs) return []
      return [
        `it was executed ${afterMs} ms after it was placed, not ${soonestMs} to ${latestMs} ms`,
      ]
    case 'CANCELLED':
      if (afterMs >= 0 && afterMs <= latestMs) return []
      return [`it was cancelled ${afterMs} ms after it was placed, not 0 to ${latestMs} ms`]
  }
}

/** How a message's `occurredAt` contradicts the time in its order; empty if it does not. */
export function faultsOfOccurrence(message: OrderMessage): string[] {
  const changedAt = timeOfLastChange(message)
  const isSame = message.occurredAt === changedAt
  return isSame ? [] : [`its occurredAt is ${message.occurredAt}, not ${changedAt}`]
}

function timeOfLastChange(order: Order): string {
  switch (order.orderStatus) {
    case 'PENDING':
      return order.placedAt
    case 'EXECUTED':
      return order.executedAt
    case 'CANCELLED':
      return order.cancelledAt
  }
}

// One of the two may be percent-encoded and the other not.
const pathOf = (reference: string) => new URL(reference, 'http://target').pathname
