import type { Instant, OrderId, Plan } from '../order.ts'
import type { Clock } from '../time/clock.ts'
import { createDueQueue } from '../time/due-queue.ts'

/** Carries out the plans of pending orders when they are due. */
export interface ExecutionScheduler {
  /** When the next plan is due; undefined when none is. */
  nextDue(): Instant | undefined
  /** Sets the plan of a pending order, in place of the one it had. */
  schedule(orderId: OrderId, plan: Plan): void
  /** Drops the plan of an order. */
  cancel(orderId: OrderId): void
  /** Drops all plans. */
  close(): void
}

const dueAt = (plan: Plan): Instant | undefined => (plan.does === 'hold' ? undefined : plan.dueAt)

export interface ExecutionSchedulerOptions {
  readonly clock: Clock
  /** The number of orders placed before this one. */
  ordinalOf(orderId: OrderId): number
  /** Called on the clock when a plan is due. */
  act(orderId: OrderId, plan: Plan): void
}

/**
 * Creates a scheduler without plans. The clock has one timer for all pending orders. Orders due at
 * the same time run in order of placement, not in the order their plans were set. So a restart keeps
 * the order.
 */
export function createExecutionScheduler({
  clock,
  ordinalOf,
  act,
}: ExecutionSchedulerOptions): ExecutionScheduler {
  const plans = new Map<OrderId, Plan>()
  const queue = createDueQueue<OrderId>((orderId, due) => {
    const plan = plans.get(orderId)
    return plan !== undefined && dueAt(plan) === due
  })
  let armed: { due: Instant; cancel: () => void } | undefined

  function arm(): void {
    const due = queue.nextDue()
    if (armed?.due === due) return
    armed?.cancel()
    armed = due === undefined ? undefined : { due, cancel: clock.schedule(due, actOnDue) }
  }

  function actOnDue(): void {
    armed = undefined
    try {
      const now = clock.now()
      for (let next = queue.popDue(now); next !== undefined; next = queue.popDue(now)) {
        // The queue returns only orders that have a plan.
        const plan = plans.get(next) as Plan
        plans.delete(next)
        act(next, plan)
      }
    } finally {
      arm()
    }
  }

  function cancel(orderId: OrderId): void {
    if (!plans.delete(orderId)) return
    queue.noteCancelled()
    // Without plans, no timer keeps the process alive.
    if (plans.size === 0) arm()
  }

  return {
    nextDue: queue.nextDue,
    schedule(orderId, plan) {
      cancel(orderId)
      const due = dueAt(plan)
      if (due === undefined) return
      plans.set(orderId, plan)
      queue.add(due, orderId, ordinalOf(orderId))
      if (!armed || due < armed.due) arm()
    },
    cancel,
    close() {
      plans.clear()
      arm()
    },
  }
}
