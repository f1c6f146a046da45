import type { Order, OrderEvent, PendingOrder } from './order.ts'

/**
 * The order after an event: a pure fold. Every view of an order is made from its events by this
 * function. Throws when the event cannot follow `before`: the log is broken.
 */
export function evolve(before: Order | undefined, event: OrderEvent): Order {
  const { orderId, occurredAt } = event
  switch (event.type) {
    case 'OrderPlaced': {
      const { ticket } = event
      return { orderStatus: 'PENDING', orderId, ticket, placedAt: occurredAt, version: 1 }
    }
    case 'OrderExecuted': {
      const { ticket, placedAt, version } = stillPending(before, event)
      return {
        orderStatus: 'EXECUTED',
        orderId,
        ticket,
        placedAt,
        executedAt: occurredAt,
        version: nextVersion[version],
      }
    }
    case 'OrderCancelled': {
      const { ticket, placedAt, version } = stillPending(before, event)
      const { cancelledBy, reason } = event
      const order: Order = {
        orderStatus: 'CANCELLED',
        orderId,
        ticket,
        placedAt,
        cancelledAt: occurredAt,
        cancelledBy,
        version: nextVersion[version],
      }
      return reason === undefined ? order : { ...order, reason }
    }
  }
}

/** A lookup, not `+ 1`, so that a third event is a compile error. */
const nextVersion = { 1: 2 } as const

function stillPending(order: Order | undefined, event: OrderEvent): PendingOrder {
  if (order?.orderStatus === 'PENDING') return order
  throw new Error(`No pending order for event ${event.position}: ${JSON.stringify(event)}`)
}
