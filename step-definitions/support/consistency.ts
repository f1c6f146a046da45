import type { Order, Problem } from '../../api/contract/orders.ts'
import type { OrderMessage } from '../../api/contract/stream.ts'
import type { Reply } from './client.ts'
import type { DelayRange } from './delay-range.ts'

/** What the published description cannot say, since it is about two values and not about one. */

/** How much too late the target's times may be: its timers ring late. */
const lateMs = 1000

/** How much too early: its clock may be set meanwhile, which is little beside any delay. */
const earlyMs = ({ shortestMs }: DelayRange) => Math.min(100, shortestMs / 10)

/** What a refusal says that does not fit what was asked and answered. */
export function faultsOfProblem({ path, status }: Reply, problem: Partial<Problem>): string[] {
  const faults = (['type', 'title', 'detail', 'instance'] as const)
    .filter((name) => !problem[name]?.trim())
    .map((name) => `its ${name} says nothing`)
  if (problem.status !== status) faults.push(`its status says ${problem.status}`)
  if (problem.instance && pathOf(problem.instance) !== pathOf(path)) {
    faults.push(`its instance says ${problem.instance}`)
  }
  if (problem.errors?.length === 0) faults.push('its errors are none')
  if (problem.errors?.some(({ message }) => !message?.trim())) faults.push('an error says nothing')
  return faults
}

/** What the times of an order say that cannot be, where it stays PENDING for so long. */
export function faultsOfTimes(order: Order, executionDelay: DelayRange): string[] {
  const afterMs = Date.parse(timeOfLastChange(order)) - Date.parse(order.placedAt)
  const soonestMs = executionDelay.shortestMs - earlyMs(executionDelay)
  const latestMs = executionDelay.longestMs + lateMs
  switch (order.orderStatus) {
    case 'PENDING':
      return []
    case 'EXECUTED':
      if (afterMs >= soonestMs && afterMs <= latestMs) return []
      return [`it was executed ${afterMs} ms after it was placed`]
    case 'CANCELLED':
      if (afterMs >= 0 && afterMs <= latestMs) return []
      return [`it was cancelled ${afterMs} ms after it was placed`]
  }
}

/** What a message says that cannot be of when its change occurred. */
export function faultsOfOccurrence(message: OrderMessage): string[] {
  const changedAt = timeOfLastChange(message)
  const isSame = message.occurredAt === changedAt
  return isSame ? [] : [`it occurred at ${message.occurredAt}, but was at ${changedAt}`]
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

// A path may be written with letters that a URL encodes.
const pathOf = (reference: string) => new URL(reference, 'http://target').pathname
