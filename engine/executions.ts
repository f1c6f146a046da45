import type { Clock } from './clock.ts'
import { createDueQueue } from './due-queue.ts'
import type { Instant, OrderEvent, OrderId } from './order.ts'

/** What the market will do: execute every pending order when it is due. */
export interface Executions {
  /** Lets the timers follow an event: a placement sets one, every other event calls it off. */
  follow(event: OrderEvent): void
}

/**
 * Creates the timers of a venue's executions; `execute` is called on the clock when an order is due.
 * However many orders are pending, the clock has one timer for them: each is an entry of a queue.
 */
export function createExecutions(clock: Clock, execute: (orderId: OrderId) => void): Executions {
  const pending = new Map<OrderId, Instant>()
  const queue = createDueQueue<OrderId>((orderId, due) => pending.get(orderId) === due)
  let armed: { due: Instant; callOff: () => void } | undefined

  function arm(): void {
    const due = queue.nextDue()
    if (armed?.due === due) return
    armed?.callOff()
    armed = due === undefined ? undefined : { due, callOff: clock.at(due, executeDue) }
  }

  function executeDue(): void {
    armed = undefined
    try {
      const now = clock.now()
      for (let next = queue.takeDue(now); next !== undefined; next = queue.takeDue(now)) {
        pending.delete(next)
        execute(next)
      }
    } finally {
      arm()
    }
  }

  function expect(orderId: OrderId, due: Instant): void {
    pending.set(orderId, due)
    queue.add(due, orderId)
    if (!armed || due < armed.due) arm()
  }

  function callOff(orderId: OrderId): void {
    if (!pending.delete(orderId)) return
    queue.forget()
    // With nothing to wait for, no timer keeps the process alive.
    if (pending.size === 0) arm()
  }

  return {
    follow: (event) =>
      event.type === 'OrderPlaced'
        ? expect(event.orderId, event.executionDueAt)
        : callOff(event.orderId),
  }
}
