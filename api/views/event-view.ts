import type { OrderEvent } from '../../engine/index.ts'
import type * as contract from '../contract/orders.ts'
import { instantView } from './instant-view.ts'
import { planView } from './plan-view.ts'

/** An event as JSON. */
export function eventView(event: OrderEvent): contract.OrderEvent {
  const { position, orderId } = event
  const occurredAt = instantView(event.occurredAt)
  switch (event.type) {
    case 'OrderPlaced':
      return {
        type: 'OrderPlaced',
        position,
        occurredAt,
        orderId,
        ...event.ticket,
        ...planView(event.plan),
      }
    case 'OrderExecuted':
      return { type: 'OrderExecuted', position, occurredAt, orderId }
    case 'OrderCancelled': {
      const { cancelledBy, reason } = event
      return { type: 'OrderCancelled', position, occurredAt, orderId, cancelledBy, reason }
    }
  }
}
