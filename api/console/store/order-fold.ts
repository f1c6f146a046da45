import type { Order, OrderEvent } from '../../contract/orders.ts'

export type PlacedEvent = Extract<OrderEvent, { type: 'OrderPlaced' }>
/** An event after which an order does not change any more. */
export type FinalEvent = Exclude<OrderEvent, PlacedEvent>

/** The order that a placement makes. */
export function placedOrder(event: PlacedEvent): Order {
  const { orderId, symbol, side, quantity, clientOrderId, occurredAt } = event
  return {
    orderId,
    orderStatus: 'PENDING',
    symbol,
    side,
    quantity,
    ...(clientOrderId !== undefined && { clientOrderId }),
    placedAt: occurredAt,
    version: 1,
  }
}

/** An order after its last event. */
export function afterEvent(order: Order, event: FinalEvent): Order {
  const { orderId, symbol, side, quantity, clientOrderId, placedAt } = order
  const same = {
    orderId,
    symbol,
    side,
    quantity,
    ...(clientOrderId !== undefined && { clientOrderId }),
    placedAt,
    version: 2 as const,
  }
  const { occurredAt } = event
  if (event.type === 'OrderExecuted') {
    return { ...same, orderStatus: 'EXECUTED', executedAt: occurredAt }
  }
  const { cancelledBy, reason } = event
  return {
    ...same,
    orderStatus: 'CANCELLED',
    cancelledAt: occurredAt,
    cancelledBy,
    ...(reason !== undefined && { reason }),
  }
}
