import type { Instant, OrderId, Plan } from '../order.ts'
import type { Clock } from '../time/clock.ts'
import { createDueQueue } from '../time/due-queue.ts'

const dueAt = (plan: Plan): Instant | undefined => (plan.does === 'hold' ? undefined : plan.dueAt)

/**
 * Creates a scheduler that calls `act` on the clock when the plan of a pending order is due. The
 * clock has one timer for all orders. Orders due at the same time run in order of placement
 * (`ordinalOf`), no matter when their plans were set, so a restart changes nothing. With `isPaused`, it
 * only keeps the plans until it is started.
 */
export function createExecutionScheduler(
  clock: Clock,
  ordinalOf: (orderId: OrderId) => number,
  act: (orderId: OrderId, plan: Plan) => void,
  isPaused = false,
) {
  let isStarted = !isPaused
  const plans = new Map<OrderId, Plan>()
  const queue = createDueQueue<OrderId>((orderId, due) => {
    const plan = plans.get(orderId)
    return plan !== undefined && dueAt(plan) === due
  })
  let armed: { due: Instant; cancel: () => void } | undefined

  function arm(): void {
    if (!isStarted) return
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

  /** Drops the plan of an order. */
  function cancel(orderId: OrderId): void {
    if (!plans.delete(orderId)) return
    queue.noteCancelled()
    // Without plans, no timer keeps the process alive.
    if (plans.size === 0) arm()
  }

  return {
    /** The plan of a pending order that is due at some time. */
    planOf: (orderId: OrderId): Plan | undefined => plans.get(orderId),
    /** When the next plan is due; undefined when none is. */
    nextDue: queue.nextDue,
    /** Sets the plan of a pending order, in place of the one it had. */
    schedule(orderId: OrderId, plan: Plan) {
      cancel(orderId)
      const due = dueAt(plan)
      if (due === undefined) return
      plans.set(orderId, plan)
      queue.add(due, orderId, ordinalOf(orderId))
      if (!armed || due < armed.due) arm()
    },
    cancel,
    /** Starts to act on plans. Overdue ones run when the clock next runs timers. */
    start() {
      isStarted = true
      arm()
    },
    /** Drops all plans. */
    close() {
      plans.clear()
      arm()
    },
  }
}
