import type { Instant, OrderEvent, OrderId, Plan } from '../order.ts'
import type { Clock } from '../time/clock.ts'
import { createDueQueue } from '../time/due-queue.ts'

/** What the market will do by itself: execute or cancel pending orders when they are due. */
export interface ExecutionScheduler {
  /** When it acts next; undefined when no order is due ever. */
  nextDue(): Instant | undefined
  /** Lets the market follow an event: a placement says what is planned, every other event calls it off. */
  apply(event: OrderEvent): void
  /** Lets it follow another plan for a pending order. */
  replan(orderId: OrderId, plan: Plan): void
  /** It does nothing any more. */
  close(): void
}

/** When something is to happen by a plan; undefined for one that only waits. */
const dueAt = (plan: Plan): Instant | undefined =>
  'executionDueAt' in plan
    ? plan.executionDueAt
    : 'cancellationDueAt' in plan
      ? plan.cancellationDueAt
      : undefined

export interface ExecutionSchedulerOptions {
  readonly clock: Clock
  /** How many orders were placed before one. */
  ordinalOf(orderId: OrderId): number
  /** Is called on the clock when an order is due. */
  act(orderId: OrderId, plan: Plan): void
}

/**
 * Creates the market of a venue. However many orders are pending, the clock has one timer for them:
 * each is an entry of a queue. Of orders that are due together the one that was placed first comes
 * first, whenever what is planned for it was planned: so it is the same after a restart.
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
        const plan = plans.get(next) as Plan
        plans.delete(next)
        act(next, plan)
      }
    } finally {
      arm()
    }
  }

  function schedule(orderId: OrderId, plan: Plan): void {
    const due = dueAt(plan)
    if (due === undefined) return
    plans.set(orderId, plan)
    queue.add(due, orderId, ordinalOf(orderId))
    if (!armed || due < armed.due) arm()
  }

  function cancel(orderId: OrderId): void {
    if (!plans.delete(orderId)) return
    queue.noteCancelled()
    // With nothing to wait for, no timer keeps the process alive.
    if (plans.size === 0) arm()
  }

  return {
    nextDue: queue.nextDue,
    apply: (event) =>
      event.type === 'OrderPlaced' ? schedule(event.orderId, event) : cancel(event.orderId),
    replan(orderId, plan) {
      cancel(orderId)
      schedule(orderId, plan)
    },
    close() {
      plans.clear()
      arm()
    },
  }
}
