import type { Clock } from './clock.ts'
import type { OrderEvent, OrderId } from './order.ts'

/** What the market will do: execute every pending order when it is due. */
export interface Executions {
  /** Lets the timers follow an event: a placement sets one, every other event calls it off. */
  follow(event: OrderEvent): void
}

/** Creates the timers of a venue's executions; `execute` is called on the clock when an order is due. */
export function createExecutions(clock: Clock, execute: (orderId: OrderId) => void): Executions {
  const callOffs = new Map<OrderId, () => void>()
  return {
    follow(event) {
      const { orderId } = event
      if (event.type === 'OrderPlaced') {
        callOffs.set(
          orderId,
          clock.at(event.executionDueAt, () => execute(orderId)),
        )
      } else {
        callOffs.get(orderId)?.()
        callOffs.delete(orderId)
      }
    },
  }
}
